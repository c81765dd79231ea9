import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useMotoCredentials } from "../../../test/aws/credentials.ts";
import { type Front, startFront } from "../../../test/aws/front.ts";
import { leaveOutMoto, type Moto, startMoto } from "../../../test/aws/moto.ts";
import { clientOptions } from "../aws/client-options.ts";
import { awsSecretStore } from "./aws-secret-store.ts";
import type { SecretStore } from "./secret-store.ts";

describe.skipIf(leaveOutMoto("the secret store on AWS"))("secrets of AWS Secrets Manager", () => {
  useMotoCredentials();
  let moto: Moto;
  let front: Front;
  let store: SecretStore;
  let client: SecretsManagerClient;
  beforeAll(async () => {
    moto = await startMoto();
    front = await startFront(moto.endpoint);
    const place = { region: "eu-west-1", endpoint: front.endpoint };
    store = awsSecretStore(place);
    client = new SecretsManagerClient(clientOptions(place));
    for (const Name of ["empty", "raced"]) await client.send(new CreateSecretCommand({ Name }));
  });
  afterAll(async () => {
    await front.stop();
    await moto.stop();
  });

  test("a place without a value has none, then the first, then the one that follows", async () => {
    expect(await store.read("empty")).toBeUndefined();
    const first = await store.write("empty", "one");
    expect(first.value).toBe("one");
    expect(await store.read("empty")).toEqual(first);
    const second = await store.write("empty", "two", first.version);
    expect(second.value).toBe("two");
    expect(second.version).not.toBe(first.version);
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "empty" }));
    expect(SecretString).toBe("two");
  });

  test("whoever writes the same version names it alike, and takes the other's value when that was first", async () => {
    const first = await store.write("raced", "the first one's");
    const tokens = (): string[] =>
      front.calls
        .filter(({ target }) => target.endsWith("PutSecretValue"))
        .map(({ body }) => JSON.parse(body).ClientRequestToken);
    // The service's own answer, which moto does not give: it writes over the version.
    front.answer = ({ target }) =>
      target.endsWith("PutSecretValue")
        ? {
            status: 400,
            headers: { "content-type": "application/x-amz-json-1.1" },
            body: JSON.stringify({ __type: "ResourceExistsException", message: "exists" }),
          }
        : "pass";
    try {
      expect(await store.write("raced", "the second one's")).toEqual(first);
    } finally {
      front.answer = () => "pass";
    }
    const [one, two] = tokens().slice(-2);
    expect(one).toBe(two);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
  });

  test("a place that is not there is an error when it is written to", async () => {
    expect(await store.read("nowhere")).toBeUndefined();
    await expect(store.write("nowhere", "x")).rejects.toThrow();
  });
});
