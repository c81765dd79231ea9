import { expect, test } from "vitest";
import { unknownVariables } from "./known-variables.ts";

const node = "/nodejs/bin/node";
const main = "/app/core-api/src/cli/main.ts";

test("knows what each process reads, by what it is told", async () => {
  const given = { BAILIWICK_PORT: "8443", BAILIWICK_AUDIT_BUCKET: "b", BAILIWICK_MISSPELT: "x" };
  expect(await unknownVariables([node, "/app/core-api/src/server.ts"], given)).toEqual([
    "BAILIWICK_AUDIT_BUCKET",
    "BAILIWICK_MISSPELT",
  ]);
  expect(await unknownVariables([node, "/app/core-api/src/worker.ts"], given)).toEqual([
    "BAILIWICK_MISSPELT",
    "BAILIWICK_PORT",
  ]);
  expect(await unknownVariables([node, "/app/edge/deploy/run.ts"], given)).toEqual([
    "BAILIWICK_AUDIT_BUCKET",
    "BAILIWICK_MISSPELT",
  ]);
});

test("counts what migrations read for the command that migrates, and for no other", async () => {
  const given = { BAILIWICK_DATABASE_URL: "postgres://db:5432" };
  expect(await unknownVariables([node, main, "region", "init", "--migrate"], given)).toEqual([]);
  expect(await unknownVariables([node, main, "region", "init"], given)).toEqual(["BAILIWICK_DATABASE_URL"]);
  expect(await unknownVariables([node, main, "region", "check", "https://x"], given)).toEqual([
    "BAILIWICK_DATABASE_URL",
  ]);
});

test("refuses a command that is none of the images'", async () => {
  await expect(unknownVariables([node, "/app/other.ts"], {})).rejects.toThrow("is no process that is known");
});
