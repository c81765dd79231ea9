import { X509Certificate } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { loopback } from "../http/client.ts";
import { ensureCertificates, leafFiles } from "./index.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick ca-"));
  await mkdir(join(folder, "edge"));
});
afterAll(() => rm(folder, { recursive: true }));

const authority = () => ({
  certificate: join(folder, "ca.crt"),
  privateKey: join(folder, "ca.key"),
  commonName: "Test",
});
const names = ["eastus.flowguard.localhost", "*.eastus.flowguard.localhost"];
const ensure = (wanted = names) => ensureCertificates(authority(), [{ folder: join(folder, "edge"), names: wanted }]);
const leaf = async () => new X509Certificate(await readFile(leafFiles(join(folder, "edge")).certificate));

test("makes an authority and a certificate once, with keys for the owner only", async () => {
  expect(await ensure()).toBe(true);
  const first = await leaf();
  expect(await ensure()).toBe(false);
  expect((await leaf()).fingerprint256).toBe(first.fingerprint256);
  for (const key of [authority().privateKey, leafFiles(join(folder, "edge")).privateKey]) {
    expect((await stat(key)).mode & 0o777).toBe(0o600);
  }
});

test.each([
  ["acme.eastus.flowguard.localhost", undefined],
  ["eastus.flowguard.localhost", undefined],
  ["a.acme.eastus.flowguard.localhost", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ["acme.westeurope.flowguard.localhost", "ERR_TLS_CERT_ALTNAME_INVALID"],
])("a client that trusts the authority connects to %s: %s", async (servername, code) => {
  await ensure();
  expect(await connect(servername)).toBe(code);
});

test("the authority is good for names under localhost only", async () => {
  await ensure([...names, "bank.example"]);
  expect(await connect("bank.example")).toBe("permitted subtree violation");
  await rm(leafFiles(join(folder, "edge")).certificate);
  await ensure();
});

test.each([
  ["it lacks a name", () => ensure([...names, "other.localhost"])],
  [
    "its file is damaged",
    () => writeFile(leafFiles(join(folder, "edge")).certificate, "nonsense").then(() => ensure()),
  ],
  ["it ends within a month", () => at(340, ensure)],
])("a certificate is renewed when %s", async (_, renew) => {
  await ensure();
  const before = (await leaf()).fingerprint256;
  await renew();
  expect((await leaf()).fingerprint256).not.toBe(before);
});

test("the authority is renewed three months before its end, and its certificates with it", async () => {
  await ensure();
  expect(await at(1010, ensure)).toBe(true);
  const root = new X509Certificate(await readFile(authority().certificate));
  expect((await leaf()).verify(root.publicKey)).toBe(true);
});

const at = async <T>(days: number, work: () => Promise<T>): Promise<T> => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + days * 86_400_000 });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
};

/** Code of the error that the client meets, or its words where it has none; `undefined` when it gets an answer. */
const connect = async (host: string): Promise<string | undefined> => {
  const files = leafFiles(join(folder, "edge"));
  const [cert, key, ca] = await Promise.all(
    [files.certificate, files.privateKey, authority().certificate].map((path) => readFile(path)),
  );
  const server = createServer({ cert, key }, (_, response) => response.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  try {
    return await new Promise((resolve) => {
      request({ host, port, ca, lookup: loopback, agent: false })
        .once("response", (response) => resolve(response.resume() && undefined))
        .once("error", (error: NodeJS.ErrnoException) =>
          resolve(error.code === "UNSPECIFIED" ? error.message : error.code),
        )
        .end();
    });
  } finally {
    server.close();
  }
};
