import { expect, test } from "vitest";
import { secretValue } from "./secrets.ts";

const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:bailiwick/edge-tls-AbCdEf";
const read = (asked: string): string | undefined =>
  asked === arn ? JSON.stringify({ certificate: "PEM", number: 1 }) : undefined;

test("hands over a whole secret, or the field that is named", async () => {
  expect(await secretValue(arn, read)).toBe('{"certificate":"PEM","number":1}');
  expect(await secretValue(`${arn}:certificate::`, read)).toBe("PEM");
});

test.each([
  [`${arn}x`, "there is no secret"],
  [`${arn}:privateKey::`, "has no field privateKey"],
  [`${arn}:number::`, "has no field number"],
  [`${arn}:certificate:AWSPENDING:`, "asks for one version"],
  ["bailiwick/edge-tls", "is no ARN of a secret"],
])("refuses %s", async (valueFrom, sentence) => {
  await expect(secretValue(valueFrom, read)).rejects.toThrow(sentence);
});
