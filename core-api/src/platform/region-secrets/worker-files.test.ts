import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SecretsRefused } from "./refused.ts";
import { writeWorkerFiles } from "./worker-files.ts";

const worker = { pinPrivateKey: "the private key", pinPublicKey: "the public key", pinPepper: "the pepper" };
let parent = "";
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "worker-files-"));
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (path: string): number => lstatSync(path).mode & 0o777;
const expectFiles = (folder: string): void => {
  expect(modeOf(folder)).toBe(0o700);
  expect(readdirSync(folder).toSorted()).toEqual(Object.keys(worker).toSorted());
  for (const [name, value] of Object.entries(worker)) {
    expect(lstatSync(join(folder, name)).isFile()).toBe(true);
    expect(modeOf(join(folder, name))).toBe(0o600);
    expect(readFileSync(join(folder, name), "utf8")).toBe(value);
  }
};

test("one file a secret, for its owner alone, and again", async () => {
  const folder = join(parent, "new", "secrets");
  for (let times = 0; times < 2; times += 1) await writeWorkerFiles(folder, { worker });
  expectFiles(folder);
});

test("a folder and files that others may use are closed to them, and no link is followed", async () => {
  const folder = join(parent, "secrets");
  const victim = join(parent, "victim");
  writeFileSync(victim, "old");
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  writeFileSync(join(folder, "pinPepper"), "planted");
  chmodSync(join(folder, "pinPepper"), 0o666);
  for (const name of ["pinPrivateKey", "pinPublicKey"]) symlinkSync(victim, join(folder, name));
  await writeWorkerFiles(folder, { worker });
  expectFiles(folder);
  expect(readFileSync(victim, "utf8")).toBe("old");
});

test("what was planted under the name of a file on its way is not written to", async () => {
  const folder = join(parent, "secrets");
  const victim = join(parent, "victim");
  writeFileSync(victim, "old");
  mkdirSync(folder);
  symlinkSync(victim, join(folder, ".pinPrivateKey"));
  await writeWorkerFiles(folder, { worker });
  expect(readFileSync(victim, "utf8")).toBe("old");
});

test("a link or a file in place of the folder is refused", async () => {
  const elsewhere = join(parent, "elsewhere");
  mkdirSync(elsewhere);
  symlinkSync(elsewhere, join(parent, "link"));
  writeFileSync(join(parent, "file"), "");
  for (const name of ["link", "link/", "file"]) {
    await expect(writeWorkerFiles(join(parent, name), { worker })).rejects.toThrow(SecretsRefused);
  }
  expect(readdirSync(elsewhere)).toEqual([]);
});

test.skipIf(process.getuid?.() !== 0)("somebody else's folder is refused", async () => {
  const folder = join(parent, "theirs");
  mkdirSync(folder);
  chownSync(folder, 65_532, 65_532);
  await expect(writeWorkerFiles(folder, { worker })).rejects.toThrow("belongs to another user");
  expect(statSync(folder).uid).toBe(65_532);
  expect(readdirSync(folder)).toEqual([]);
});
