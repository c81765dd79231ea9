import { ofType } from "../captured.ts";
import { at, finding, type Invariant, textsIn } from "./invariant.ts";

/** Types and properties whose value would be kept in the stack's state. */
const forbidden = [
  "aws:secretsmanager/secretVersion:SecretVersion",
  "aws:ssm/parameter:Parameter",
  "aws:iam/accessKey:AccessKey",
];
const passwordPaths = ["masterPassword", "password", "secretString"];

export const noSecretInState: Invariant = {
  id: "no-secret-in-state",
  promise: "No secret's value is in the program, its state or its outputs: the region makes its own at first boot.",
  *check({ graph }) {
    for (const resource of ofType(graph, ...forbidden)) yield finding(resource, "keeps a value in state");
    for (const resource of graph.resources) {
      for (const path of passwordPaths) {
        if (at(resource, path) !== undefined) yield finding(resource, `has a ${path}`);
      }
      if (resource.secrets.length > 0) yield finding(resource, `is given a secret in ${resource.secrets.join(", ")}`);
    }
    for (const cluster of ofType(graph, "aws:rds/cluster:Cluster")) {
      if (at(cluster, "manageMasterUserPassword") !== true) yield finding(cluster, "has a password that Pulumi knows");
      if (at(cluster, "iamDatabaseAuthenticationEnabled") !== true) yield finding(cluster, "takes no identity tokens");
    }
    for (const [path, text] of textsIn(graph.outputs)) {
      if (/-----BEGIN|password/i.test(text)) yield { resource: "outputs", wrong: `show a secret in ${path}` };
    }
  },
};
