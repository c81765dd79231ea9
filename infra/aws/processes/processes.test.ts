import { describe, expect, it } from "vitest";
import type { Container } from "../container.ts";
import { exampleFacts } from "../testing/example-facts.ts";
import { exampleContext } from "../testing/example-stamp.ts";
import { apiContainers } from "./api.ts";
import { edgeContainers } from "./edge.ts";
import { smokeContainers } from "./smoke.ts";
import { superuserVariable, workerContainers } from "./worker.ts";

const stack = "saas.aws.eu-west-1.flow";
const facts = async (other: object = {}, of = stack) => exampleFacts(await exampleContext(of, other));
const names = ({ environment, secrets }: Container) => [...Object.keys(environment), ...Object.keys(secrets)].sort();

const shared = [
  "AWS_REGION",
  "BAILIWICK_DATABASE_AUTH",
  "BAILIWICK_DATABASE_CA_FILE",
  "BAILIWICK_DATABASE_URL",
  "BAILIWICK_REGION",
  "BAILIWICK_REGISTRY",
  "BAILIWICK_TENANT_SERVERS",
];
const stores = [
  "BAILIWICK_ARTIFACT_BUCKET",
  "BAILIWICK_BLOB_BUCKET",
  "BAILIWICK_BLOB_STORE",
  "BAILIWICK_KEY_SERVICE",
  "BAILIWICK_KMS_KEY",
];

describe("processes", () => {
  it("gives the API what it reads, and nothing it does not", async () => {
    const [api] = apiContainers(await facts());
    expect(names(api)).toEqual(
      [
        ...shared,
        ...stores,
        "BAILIWICK_ADMIN_KEY",
        "BAILIWICK_EDGE_KEYS",
        "BAILIWICK_HOST",
        "BAILIWICK_PIN_PEPPER",
        "BAILIWICK_PIN_PUBLIC_KEY",
        "BAILIWICK_PORT",
        "BAILIWICK_PRODUCT_FILE",
        "BAILIWICK_TLS_CERTIFICATE",
        "BAILIWICK_TLS_PRIVATE_KEY",
      ].sort(),
    );
    expect(api.environment.BAILIWICK_DATABASE_URL).toBe(
      "postgres://catalog.cluster-x.eu-west-1.rds.amazonaws.com:5432?sslmode=verify-full",
    );
    expect(api.environment.BAILIWICK_PRODUCT_FILE).toBe("/app/products/flow/index.ts");
    expect(api.secrets.BAILIWICK_TLS_CERTIFICATE).toMatch(/:secret:bailiwick\/originTls-AbCdEf:certificate::$/);
  });

  it("has the worker wait for the container that makes its secrets, and take them from it", async () => {
    const [init, worker] = workerContainers(await facts());
    expect(names(init)).toEqual(
      [
        ...shared,
        "BAILIWICK_DATABASE_SUPERUSER",
        "BAILIWICK_ORIGIN_NAME",
        "BAILIWICK_SECRET_FOLDER",
        "BAILIWICK_SECRET_IDS",
        "BAILIWICK_TENANT_SUPERUSER_EU_TWO",
        "BAILIWICK_TENANT_SUPERUSER_SHARED",
      ].sort(),
    );
    expect(names(worker)).toEqual(
      [
        ...shared,
        ...stores,
        "BAILIWICK_AUDIT_BUCKET",
        "BAILIWICK_AUDIT_LOCK_MODE",
        "BAILIWICK_AUDIT_RETENTION_DAYS",
        "BAILIWICK_KMS_TENANT_ALIAS_PREFIX",
        "BAILIWICK_KMS_TENANT_STACK",
        "BAILIWICK_METRICS_PORT",
        "BAILIWICK_PIN_PEPPER_FILE",
        "BAILIWICK_PIN_PRIVATE_KEY_FILE",
        "BAILIWICK_PIN_PUBLIC_KEY_FILE",
        "BAILIWICK_PRODUCT_FILE",
      ].sort(),
    );
    expect(init).toMatchObject({ essential: false, after: [] });
    expect(init.command).toEqual(["/app/core-api/src/cli/main.ts", "region", "init", "--migrate"]);
    expect(worker).toMatchObject({ essential: true, after: ["init"] });
    // ECS reads the secrets of all containers before the first starts: it cannot be asked for one that `init` makes.
    expect(worker.secrets).toEqual({});
    const folder = init.environment.BAILIWICK_SECRET_FOLDER;
    expect(worker.environment.BAILIWICK_PIN_PRIVATE_KEY_FILE).toBe(`${folder}/pinPrivateKey`);
    expect(worker.environment.BAILIWICK_KMS_TENANT_ALIAS_PREFIX).toBe("alias/bailiwick/eu-west-1/flow/tenant/");
  });

  it("gives the edge the origin and its certificate's name", async () => {
    const [edge] = edgeContainers({ ...(await facts()), originHost: "origin.elb.example" });
    expect(names(edge)).toEqual(
      [
        "BAILIWICK_EDGE_KEYS",
        "BAILIWICK_ORIGIN",
        "BAILIWICK_ORIGIN_CA",
        "BAILIWICK_ORIGIN_NAME",
        "BAILIWICK_PIN_PEPPER",
        "BAILIWICK_PIN_PUBLIC_KEY",
        "BAILIWICK_PLAIN_HTTP_PORT",
        "BAILIWICK_PORT",
        "BAILIWICK_PRODUCT_FILE",
        "BAILIWICK_REGION",
        "BAILIWICK_REGISTRY",
        "BAILIWICK_TLS_CERTIFICATE",
        "BAILIWICK_TLS_PRIVATE_KEY",
        "BAILIWICK_TRUSTED_HOPS",
        "BAILIWICK_WORK_FOLDER",
      ].sort(),
    );
    expect(edge.environment).toMatchObject({
      BAILIWICK_ORIGIN: "origin.elb.example:8443",
      BAILIWICK_ORIGIN_NAME: "origin.eu-west-1.flow.internal",
      BAILIWICK_TRUSTED_HOPS: "10.40.96.0/22,10.40.100.0/22,10.40.104.0/22",
    });
  });

  it("names one origin to who makes its certificate and to who verifies it", async () => {
    const given = await facts();
    const [init] = workerContainers(given);
    const [edge] = edgeContainers({ ...given, originHost: "origin.elb.example" });
    expect(init.environment.BAILIWICK_ORIGIN_NAME).toBe(edge.environment.BAILIWICK_ORIGIN_NAME);
  });

  it("does not bind other hosts of a customer's domain", async () => {
    const given = await facts({}, "invpc.aws.eu-west-1.axonflow");
    const [edge] = edgeContainers({ ...given, originHost: "origin.elb.example" });
    expect(JSON.parse(String(edge.environment.BAILIWICK_HSTS))).toMatchObject({
      includeSubDomains: false,
      preload: false,
    });
  });

  it("throws the product's switch of telemetry when the stack says so, for every process that runs on", async () => {
    const on = await facts();
    const off = await facts({ telemetry: false });
    for (const [given, value] of [
      [on, undefined],
      [off, "off"],
    ] as const) {
      const [init, worker] = workerContainers(given);
      for (const { environment } of [
        ...apiContainers(given),
        worker,
        ...edgeContainers({ ...given, originHost: "o" }),
      ]) {
        expect(environment.FLOW_TELEMETRY).toBe(value);
      }
      // It has no profile, and so no name for the switch.
      expect(init.environment).not.toHaveProperty("FLOW_TELEMETRY");
    }
  });

  it("gives the check the address it asks, the keys of the regions, and no secret", async () => {
    const [smoke] = smokeContainers(await facts());
    expect(names(smoke)).toEqual(["BAILIWICK_REGISTRY"]);
    expect(smoke.secrets).toEqual({});
    expect(smoke.command?.slice(1).join(" ")).toBe(
      "region check https://eu-west-1.flow.example --no-sign-in --tls-minimum 1.2",
    );
  });

  it("tells the check of a private authority behind the certificate that was brought", async () => {
    const authority = `-----BEGIN CERTIFICATE-----\n${"QUJD".repeat(16)}\n-----END CERTIFICATE-----\n`;
    const certificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef";
    const [smoke] = smokeContainers(await facts({ ingress: { certificateArn, authority } }));
    expect(smoke.environment.BAILIWICK_CHECK_CA).toBe(authority);
    await expect(
      facts({ ingress: { certificateArn, authority: `${authority}-----BEGIN PRIVATE KEY-----` } }),
    ).rejects.toThrow(/ingress.authority must be certificates in PEM, and no key/);
  });

  it("spells the variable of a server's first user as its reader does", () => {
    expect(superuserVariable("eu-two")).toBe("BAILIWICK_TENANT_SUPERUSER_EU_TWO");
  });
});
