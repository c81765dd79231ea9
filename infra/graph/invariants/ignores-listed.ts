import { finding, type GraphInvariant } from "./invariant.ts";

/** Properties whose changes may be left alone, by type, and who changes them. */
const listed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": {
    subnetIds: "AWS puts each subnet there that has no list of its own",
  },
  "aws:ecs/service:Service": { desiredCount: "the autoscaling of the service" },
  "aws:rds/cluster:Cluster": {
    engineVersion: "RDS, which takes on minor versions by itself",
    preferredBackupWindow: "AWS Backup, once it keeps the continuous backup",
  },
  "aws:rds/clusterInstance:ClusterInstance": { engineVersion: "RDS, which takes on minor versions by itself" },
  "pulumi:index:Stash": { input: "nobody: it keeps what the first update wrote" },
};

export const ignoresListed: GraphInvariant = {
  id: "ignores-listed",
  promise: "A change is left unseen only in properties that are listed with whoever changes them.",
  *check({ graph: { resources } }) {
    for (const resource of resources) {
      for (const property of resource.ignoreChanges) {
        if (listed[resource.type]?.[property] === undefined) yield finding(resource, `ignores changes of ${property}`);
      }
    }
  },
};
