import { expect, test } from "vitest";
import { hostRule } from "./host-rule.ts";

const region = (id: string) => ({
  id,
  jurisdiction: "x",
  baseUrl: `https://${id}.sample.example:8443`,
  pinKeys: ["k"],
});
const registry = {
  product: "sample",
  globalUrl: "https://sample.example:8443",
  regions: [region("here"), region("there")],
};
const judge = hostRule({ registry, region: "here" });

test.each([
  ["acme.here.sample.example:8443", "acme", "agrees"],
  ["ACME.Here.sample.example:8443", "acme", "agrees"],
  ["here.sample.example:8443", "acme", "agrees"], // named by its credential
  ["here.sample.example:8443", undefined, "agrees"],
  ["globex.here.sample.example:8443", "acme", "contradiction"],
  ["acme.here.sample.example:8443", undefined, "contradiction"],
  ["acme.there.sample.example:8443", "acme", "elsewhere"],
  ["there.sample.example:8443", undefined, "elsewhere"],
  ["sample.example:8443", undefined, "unknown-host"],
  ["acme.here.sample.example", "acme", "unknown-host"],
  ["acme.here.sample.example:8444", "acme", "unknown-host"],
  ["evil.example", "acme", "unknown-host"],
  ["", undefined, "unknown-host"],
])("%s for %s: %s", (host, tenant, kind) => {
  expect(judge(host, tenant).kind).toBe(kind);
  expect(judge(host, tenant).kind).toBe(kind); // and from memory
});
