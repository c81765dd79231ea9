import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { secretNames } from "../region-secrets/secret-name.ts";

const ids = Object.fromEntries(secretNames.map((name) => [name, `arn:aws:secretsmanager:x:1:secret:${name}`]));
const read = (changes: Record<string, string>) =>
  readConfig({ BAILIWICK_SECRET_IDS: JSON.stringify({ ...ids, ...changes }) }, ["secretIds"]);

test("every secret has a place of its own", async () => {
  expect((await read({})).secretIds).toEqual(ids);
  await expect(read({ adminKey: ids.pinPepper ?? "" })).rejects.toThrow(
    "BAILIWICK_SECRET_IDS must name another place for each secret.",
  );
});
