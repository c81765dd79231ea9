import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

let folder = "";
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const problemsOf = async (...parameters: Parameters<typeof readConfig>): Promise<readonly string[]> => {
  const error = await readConfig(...parameters).catch((thrown: unknown) => thrown);
  if (error instanceof ConfigError) return error.problems;
  throw new Error("the configuration was accepted");
};

const registry = {
  product: "flowguard",
  globalUrl: "https://flowguard.example",
  regions: [{ id: "west", jurisdiction: "eu", baseUrl: "https://west.flowguard.example", pinKeys: ["A".repeat(43)] }],
};

test("every mistake is named at once, one sentence each", async () => {
  const problems = await problemsOf({ BAILIWICK_PORT: "99999", BAILIWICK_LOG_LEVEL: "loud" }, [
    "listen",
    "databases",
    "appPassword",
    "logLevel",
  ]);
  expect(problems).toEqual([
    "BAILIWICK_PORT must be a port number from 0 to 65535.",
    "BAILIWICK_DATABASE_URL is not set.",
    "BAILIWICK_DATABASE_APP_PASSWORD is not set (nor is BAILIWICK_DATABASE_APP_PASSWORD_FILE).",
    "BAILIWICK_LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.",
  ]);
});

test("a process is not asked for what it does not need", async () => {
  expect(await readConfig({}, ["logLevel", "stopWithParent"])).toEqual({ logLevel: "info", stopWithParent: false });
});

test("a secret comes from its variable or from a file, never from both", async () => {
  const path = file("password", "hunter22\n");
  const name = "BAILIWICK_DATABASE_APP_PASSWORD";
  expect(await readConfig({ [`${name}_FILE`]: path }, ["appPassword"])).toEqual({ appPassword: "hunter22" });
  expect(await problemsOf({ [`${name}_FILE`]: path, [name]: "x" }, ["appPassword"])).toEqual([
    `${name} and ${name}_FILE are both set: set one.`,
  ]);
  expect(await problemsOf({ [`${name}_FILE`]: join(folder, "gone") }, ["appPassword"])).toEqual([
    `${name}_FILE names a file that cannot be read (ENOENT).`,
  ]);
  expect(await problemsOf({ [`${name}_FILE`]: file("empty", "\n") }, ["appPassword"])).toEqual([
    `${name}_FILE names an empty file.`,
  ]);
});

test("no problem repeats a secret", async () => {
  const canary = "canary-canary";
  const problems = await problemsOf(
    { ENCRYPTION_KEY: canary, BAILIWICK_EDGE_KEYS: canary, BAILIWICK_PIN_PEPPER: canary, BAILIWICK_ADMIN_KEY: canary },
    ["keyService", "edgeKeys", "pinPepper", "adminKey"],
  );
  expect(problems).toHaveLength(4);
  expect(problems.join("\n")).not.toContain(canary);
});

test("encryption keys are 32 bytes each, the current one first", async () => {
  const keys = [randomBytes(32), randomBytes(32), randomBytes(32)].map((key) => key.toString("base64"));
  const [current = "", ...previous] = keys;
  const variables = { ENCRYPTION_KEY: current, ENCRYPTION_KEY_PREVIOUS: previous.join(",") };
  const { keyService } = await readConfig(variables, ["keyService"]);
  expect(keyService).toEqual({
    kind: "secretbox",
    keys: keys.map((key) => new Uint8Array(Buffer.from(key, "base64"))),
  });
  for (const wrong of ["", "AAAA", `${current}A`, current.replace(/^./, "!")]) {
    expect(await problemsOf({ ENCRYPTION_KEY: wrong }, ["keyService"])).toHaveLength(1);
  }
});

test("one or two edge keys with different ids are accepted", async () => {
  const secret = randomBytes(32).toString("base64url");
  const read = (list: unknown) => readConfig({ BAILIWICK_EDGE_KEYS: JSON.stringify(list) }, ["edgeKeys"]);
  expect((await read([{ id: "k1", secret }])).edgeKeys).toHaveLength(1);
  expect(
    (
      await read([
        { id: "k1", secret },
        { id: "k2", secret },
      ])
    ).edgeKeys.map(({ id }) => id),
  ).toEqual(["k1", "k2"]);
  const wrong = [
    [],
    [{ id: "k1", secret: "short" }],
    [
      { id: "k1", secret },
      { id: "k1", secret },
    ],
    [null],
    {},
  ];
  for (const list of wrong) await expect(read(list)).rejects.toThrow(ConfigError);
});

test("the region must be one of the registry's", async () => {
  const path = file("registry.json", JSON.stringify(registry));
  const variables = { BAILIWICK_REGISTRY_FILE: path, BAILIWICK_REGION: "west" };
  expect((await readConfig(variables, ["region", "registry"])).region.id).toBe("west");
  expect(await problemsOf({ ...variables, BAILIWICK_REGION: "east" }, ["region"])).toEqual([
    "BAILIWICK_REGION is not a region of the registry.",
  ]);
  const broken = file("broken.json", "{");
  expect((await problemsOf({ ...variables, BAILIWICK_REGISTRY_FILE: broken }, ["region", "registry"])).length).toBe(1);
});

test("the registry is text or a file, and a region whose entry has no key yet trusts its own", async () => {
  const publicKey = "A".repeat(43);
  const [west] = registry.regions;
  const young = JSON.stringify({ ...registry, regions: [{ ...west, pinKeys: [] }] });
  const variables = { BAILIWICK_REGISTRY: young, BAILIWICK_REGION: "west", BAILIWICK_PIN_PUBLIC_KEY: publicKey };
  expect((await readConfig(variables, ["region"])).region.pinKeys).toEqual([publicKey]);
  const path = file("young.json", young);
  const { BAILIWICK_REGISTRY: _, ...rest } = variables;
  expect((await readConfig({ ...rest, BAILIWICK_REGISTRY_FILE: path }, ["registry"])).registry.regions).toHaveLength(1);
  expect(await problemsOf({ ...variables, BAILIWICK_REGISTRY_FILE: path }, ["region"])).toEqual([
    "BAILIWICK_REGISTRY and BAILIWICK_REGISTRY_FILE are both set: set one.",
  ]);
  expect(await problemsOf({ ...variables, BAILIWICK_PIN_PUBLIC_KEY: undefined }, ["registry"])).toEqual([
    expect.stringContaining("registry.regions[0].pinKeys must list a key"),
  ]);
});

test("a profile that refuses itself is reported with its own words", async () => {
  const path = file("product.ts", 'throw new Error("roles.Owner is missing.");');
  expect(await problemsOf({ BAILIWICK_PRODUCT_FILE: path }, ["product"])).toEqual([
    "BAILIWICK_PRODUCT_FILE names a profile that cannot be loaded: roles.Owner is missing.",
  ]);
});
