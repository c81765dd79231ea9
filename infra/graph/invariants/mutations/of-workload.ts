import { added, container, first, put, rewritten } from "./change.ts";
import type { MutationSet } from "./mutation-set.ts";
import { cluster, service, task } from "./types.ts";

const definitions = "containerDefinitions";
const outputs =
  (more: Readonly<Record<string, string>>) =>
  <Graph extends { readonly outputs: object }>(graph: Graph): Graph => ({
    ...graph,
    outputs: { ...graph.outputs, ...more },
  });
const environment = (name: string, value: string) =>
  first(
    task,
    container((one) => ({ ...one, environment: [...[one.environment ?? []].flat(), { name, value }] })),
    /worker/,
  );

export const ofWorkload: MutationSet = {
  "hardened-containers": {
    "a container as root": first(task, rewritten(definitions, /"user":"[^"]+"/, '"user":"0"')),
    "a container as root, in other words": first(task, rewritten(definitions, /"user":"[^"]+"/, '"user":"00"')),
    "a root to write": first(
      task,
      rewritten(definitions, '"readonlyRootFilesystem":true', '"readonlyRootFilesystem":false'),
    ),
    "capabilities kept": first(task, rewritten(definitions, '"drop":["ALL"]', '"drop":[]')),
    "capabilities given": first(task, rewritten(definitions, '"drop":["ALL"]', '"drop":["ALL"],"add":["SYS_ADMIN"]')),
    "a device": first(task, rewritten(definitions, '"linuxParameters":{', '"linuxParameters":{"devices":[],')),
    "an image by tag": first(task, rewritten(definitions, /@sha256:[0-9a-f]{64}/, ":latest")),
    "an image of others": first(
      task,
      container((one) => ({ ...one, image: `evil.example/x@sha256:${"a".repeat(64)}` })),
    ),
    "a shell": first(
      task,
      container((one) => ({ ...one, entryPoint: ["/bin/sh", "-c", "true"] })),
    ),
    "health that nobody asks for": first(
      task,
      container((one) => ({ ...one, healthCheck: { command: ["NONE"] } })),
      /api|edge|connector/,
    ),
    "health that is always well": first(
      task,
      container((one) => ({ ...one, healthCheck: { command: ["CMD", "/nodejs/bin/node", "--eval", "0"] } })),
      /api|edge|connector/,
    ),
    "no health check": first(
      task,
      container(({ healthCheck: _, ...one }) => one),
      /api|edge|connector/,
    ),
    "a log of others": first(task, rewritten(definitions, /"awslogs-group":"[^"]+"/, '"awslogs-group":"/evil"')),
    "a folder of the machine": first(task, put("volumes", [{ name: "h", hostPath: "/" }])),
    "processes of the machine": first(task, put("pidMode", "host")),
    "machines of others": first(task, put("requiresCompatibilities", ["EXTERNAL"])),
    "a way in": first(service, put("enableExecuteCommand", true)),
    "a way into the check": first(
      "aws:scheduler/schedule:Schedule",
      put("target.ecsParameters.enableExecuteCommand", true),
    ),
    "a release that stays broken": first(service, put("deploymentCircuitBreaker.rollback", false)),
    "a task of others": first(
      service,
      put("taskDefinition", "arn:aws:ecs:us-east-1:111122223333:task-definition/evil:1"),
    ),
  },
  "guarded-account": {
    "a provider for any account": first("pulumi:providers:aws", put("allowedAccountIds", undefined)),
    "another account": first("pulumi:providers:aws", put("allowedAccountIds", '["999999999999"]')),
    "the default provider": first(cluster, (resource) => ({ ...resource, provider: "" })),
    "a key of another account": first(
      cluster,
      put("kmsKeyId", "arn:aws:kms:us-east-1:999999999999:key/01234567-89ab-cdef-0123-456789abcdef"),
    ),
    "an account by its number": first(
      "aws:secretsmanager/secretPolicy:SecretPolicy",
      rewritten("policy", /"aws:PrincipalAccount":"\d+"/, '"aws:PrincipalAccount":"999999999999"'),
    ),
  },
  "no-secret-in-state": {
    "a secret's value": added("aws:secretsmanager/secretVersion:SecretVersion", { secretString: "hush" }),
    "a certificate's key": added("aws:iam/serverCertificate:ServerCertificate", { privateKey: "hush" }),
    "a password": first(cluster, put("masterPassword", "hush")),
    "a password that Pulumi makes": first(cluster, put("manageMasterUserPassword", undefined)),
    "a server without tokens": first(cluster, put("iamDatabaseAuthenticationEnabled", false)),
    "a secret input": first(cluster, (resource) => ({ ...resource, secrets: ["masterUsername"] })),
    "a password in sight": environment("DATABASE_PASSWORD", "x"),
    "an API's key in sight": environment("API_KEY", "x"),
    "credentials in sight": environment("CREDENTIALS", "x"),
    "a password in an address": environment("DATABASE", "postgres://u:hunter2@h/db"),
    "a private key by its look": environment("SETTINGS", "-----BEGIN PRIVATE KEY-----"),
    "an access key by its look": environment("SETTINGS", "AKIAIOSFODNN7EXAMPLE"),
    "a key in an address": environment("MODELS", "https://models.example/v1?api_key=hush"),
    "a token as a tag": first("pulumi:providers:aws", put("defaultTags", '{"tags":{"token":"hush"}}')),
    "a key in the outputs": outputs({ key: "-----BEGIN PRIVATE KEY-----" }),
    "a password in the outputs": outputs({ admin: "hunter2" }),
  },
};
