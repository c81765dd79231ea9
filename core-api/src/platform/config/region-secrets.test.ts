import { expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { secretNames } from "../region-secrets/secret-name.ts";

const ids = Object.fromEntries(secretNames.map((name) => [name, `arn:aws:secretsmanager:x:1:secret:${name}`]));
const read = (changes: Record<string, string>) =>
  readConfig(
    {
      BAILIWICK_ORIGIN_NAME: "origin.west.internal",
      AWS_REGION: "eu-west-1",
      BAILIWICK_SECRET_IDS: JSON.stringify({ ...ids, ...changes }),
    },
    ["regionSecrets"],
  );

test("every secret has a place of its own", async () => {
  expect((await read({})).regionSecrets.ids).toEqual(ids);
  await expect(read({ adminKey: ids.pinPepper ?? "" })).rejects.toThrow(
    "BAILIWICK_SECRET_IDS must name another place for each secret.",
  );
});

test("who only shows the public key names its place alone", async () => {
  const show = (text: string) => readConfig({ BAILIWICK_SECRET_IDS: text }, ["pinPublicKeyId"]);
  expect((await show('{"pinPublicKey":"key"}')).pinPublicKeyId).toBe("key");
  await expect(show("{}")).rejects.toThrow("must be JSON that names the secret of the public key");
});
