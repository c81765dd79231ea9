import { expect, test } from "vitest";
import { disagreement } from "./known-variables.ts";

const node = "/nodejs/bin/node";
const unknownIn = async (...given: Parameters<typeof disagreement>) => (await disagreement(...given)).unknown;
const main = "/app/core-api/src/cli/main.ts";

test("knows what each process reads, by what it is told", async () => {
  const given = { BAILIWICK_PORT: "8443", BAILIWICK_AUDIT_BUCKET: "b", BAILIWICK_MISSPELT: "x" };
  expect(await unknownIn([node, "/app/core-api/src/server.ts"], given)).toEqual([
    "BAILIWICK_AUDIT_BUCKET",
    "BAILIWICK_MISSPELT",
  ]);
  expect(await unknownIn([node, "/app/core-api/src/worker.ts"], given)).toEqual([
    "BAILIWICK_MISSPELT",
    "BAILIWICK_PORT",
  ]);
  expect(await unknownIn([node, "/app/edge/deploy/run.ts"], given)).toEqual([
    "BAILIWICK_AUDIT_BUCKET",
    "BAILIWICK_MISSPELT",
  ]);
});

test("counts what migrations read for the command that migrates, and for no other", async () => {
  const given = { BAILIWICK_DATABASE_URL: "postgres://db:5432" };
  expect(await unknownIn([node, main, "region", "init", "--migrate"], given)).toEqual([]);
  expect(await unknownIn([node, main, "region", "init"], given)).toEqual(["BAILIWICK_DATABASE_URL"]);
  expect(await unknownIn([node, main, "region", "check", "https://x"], given)).toEqual(["BAILIWICK_DATABASE_URL"]);
});

test("knows what each process cannot start without", async () => {
  const { missing } = await disagreement([node, "/app/core-api/src/server.ts"], { BAILIWICK_PORT: "8443" });
  expect(missing).toContain("BAILIWICK_PRODUCT_FILE is not set.");
  expect(missing).toContain("BAILIWICK_ADMIN_KEY is not set (nor is BAILIWICK_ADMIN_KEY_FILE).");
  expect(missing.join("\n")).not.toContain("BAILIWICK_PORT");
});

test("knows the product's own switch of telemetry, by the profile that the process is given", async () => {
  const given = {
    BAILIWICK_PRODUCT_FILE: "/app/products/axonflow/index.ts",
    AXONFLOW_TELEMETRY: "off",
    FLOW_TELEMETRY: "",
  };
  for (const script of ["/app/core-api/src/server.ts", "/app/core-api/src/worker.ts", "/app/edge/deploy/run.ts"]) {
    expect(await unknownIn([node, script], given)).toEqual(["FLOW_TELEMETRY"]);
  }
});

test("refuses a command that is none of the images'", async () => {
  await expect(disagreement([node, "/app/other.ts"], {})).rejects.toThrow("is no process that is known");
});
