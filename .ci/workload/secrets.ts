/** Resolves what a container definition's `secrets` name: the text, or one field of text that is JSON. */
export type ReadSecret = (arn: string) => string | undefined | Promise<string | undefined>;

const secretArn = /^(arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[^:]+)(?::([^:]*):([^:]*):([^:]*))?$/;

/**
 * The value that ECS would hand to a container: `valueFrom` is the ARN of a secret, with `:<field>:<stage>:<version>` where one
 * field of JSON is meant. Throws `RangeError` for a secret that is not there, as ECS does not start such a task.
 */
export const secretValue = async (valueFrom: string, read: ReadSecret): Promise<string> => {
  const [, arn, field, stage, version] = secretArn.exec(valueFrom) ?? [];
  if (arn === undefined) throw new RangeError(`${valueFrom} is no ARN of a secret`);
  if (stage || version) throw new RangeError(`${valueFrom} asks for one version, which the harness does not have`);
  const text = await read(arn);
  if (text === undefined) throw new RangeError(`there is no secret ${arn}`);
  if (!field) return text;
  const value: unknown = JSON.parse(text);
  const found =
    typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === field) : [];
  if (typeof found?.[1] !== "string") throw new RangeError(`the secret ${arn} has no field ${field}`);
  return found[1];
};
