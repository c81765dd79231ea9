import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { azureBlobStore } from "../../src/platform/blob/index.ts";
import { fileBlobs } from "../sign-up/file-blobs.ts";
import { type Azurite, startAzurite } from "./azurite.ts";
import { describeBlobStore } from "./conformance.ts";

const folder = mkdtempSync(join(tmpdir(), "bailiwick-blobs-"));
let azurite: Azurite;

beforeAll(async () => {
  azurite = await startAzurite();
});
afterAll(async () => {
  await azurite.stop();
  rmSync(folder, { recursive: true });
});

describeBlobStore("Azure Blob Storage", () => azureBlobStore({ connectionString: azurite.connectionString }));
describeBlobStore("the files that stand in for it in other tests", () => fileBlobs(folder));

test("a store that is away fails each time, within the time-out and its tries", async () => {
  const away = await startAzurite();
  const store = azureBlobStore({ connectionString: away.connectionString, timeoutMilliseconds: 300 });
  await away.stop();
  const began = performance.now();
  await expect(store.get("pins/x")).rejects.toThrow();
  await expect(store.put("pins/x", new Uint8Array(1))).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(10_000);
});

test("a credential that is not the account's is refused", async () => {
  const wrong = azurite.connectionString.replace(
    /AccountKey=[^;]+/,
    `AccountKey=${Buffer.alloc(32).toString("base64")}`,
  );
  await expect(azureBlobStore({ connectionString: wrong }).get("pins/x")).rejects.toThrow();
});
