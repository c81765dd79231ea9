import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { postgresFolder, removeOutside } from "./reachable.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "bailiwick-reachable-"));
});
afterEach(async () => {
  await removeOutside(root);
  await rm(root, { recursive: true, force: true });
});

test("the data are in the platform's folder when the server's user can get there", async () => {
  await chmod(root, 0o711);
  expect(await postgresFolder(root, "eastus")).toBe(join(root, "regions", "eastus", "postgres"));
});

describe.runIf(process.getuid?.() === 0)("where root's folder is closed to others (needs root)", () => {
  test("they are in one of their own, the same every time and another one for each region", async () => {
    const folder = await postgresFolder(root, "eastus");
    expect(folder.startsWith("/var/lib/bailiwick/")).toBe(true);
    expect(await postgresFolder(root, "eastus")).toBe(folder);
    expect(await postgresFolder(root, "westeurope")).not.toBe(folder);
    await removeOutside(root);
    expect(existsSync(dirname(folder))).toBe(false);
  });

  test("they go when the folder was deleted by hand and another platform starts", async () => {
    const folder = await postgresFolder(root, "eastus");
    await rm(root, { recursive: true });
    const other = await mkdtemp(join(tmpdir(), "bailiwick-reachable-"));
    try {
      await postgresFolder(other, "eastus");
      expect(existsSync(dirname(folder))).toBe(false);
    } finally {
      await removeOutside(other);
      await rm(other, { recursive: true });
    }
  });
});
