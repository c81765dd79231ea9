import { at, finding, type GraphInvariant } from "./invariant.ts";

/** Properties by which the cloud knows a resource. */
const nameProperties = ["bucket", "name", "clusterIdentifier", "identifier", "family", "replicationGroupId"];
/** Types whose `name` is not a name of their own: an entry in something else. */
const entries = new Set(["aws:route53/record:Record", "aws:ecs/service:Service"]);

export const uniqueNames: GraphInvariant = {
  id: "unique-names",
  promise: "No two resources of a kind have the same name, and children carry the name of their part.",
  *check({ graph: { resources } }) {
    const seen = new Map<string, string>();
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      const parent = resource.parent === undefined ? undefined : byUrn.get(resource.parent);
      if (parent !== undefined && !resource.name.startsWith(`${parent.name}-`)) {
        yield finding(resource, `does not begin with ${parent.name}-, the name of its part`);
      }
      if (entries.has(resource.type)) continue;
      for (const property of nameProperties) {
        if (property === "clusterIdentifier" && resource.type !== "aws:rds/cluster:Cluster") continue; // whose member it is
        const name = at(resource, property);
        if (typeof name !== "string") continue;
        const key = `${resource.type} ${property} ${name}`;
        const other = seen.get(key);
        if (other !== undefined) yield finding(resource, `has the name ${name}, as has ${other}`);
        seen.set(key, resource.name);
      }
    }
  },
};
