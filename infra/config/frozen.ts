import { type FoundProblem, problemAt } from "@bailiwick/contract/problems-found";
import type { AwsStamp } from "./stamp-facts.ts";

/** What a stamp is created with and cannot change: another value means other resources, and the data stays in the old ones. */
export interface FrozenFacts {
  readonly accountId: string;
  readonly region: string;
  readonly product: string;
  readonly nameSalt: string;
  readonly network: string;
  readonly keys: string;
  readonly databases: string;
  readonly storage: string;
  readonly auditLock: string;
}

type FrozenName = keyof FrozenFacts;

/** The frozen facts of a configuration, each as a text that a person recognises. */
export const frozenFacts = ({ settings, product }: AwsStamp): FrozenFacts => ({
  accountId: settings.accountId,
  region: settings.region,
  product: product.id,
  nameSalt: settings.nameSalt,
  network: "create" in settings.network ? settings.network.create.cidr : settings.network.adopt.vpcId,
  keys: "create" in settings.keys ? "created" : Object.values(settings.keys.adopt).join(" "),
  databases: "create" in settings.databases ? "created" : settings.databases.adopt.catalog.host,
  storage: "create" in settings.storage ? "created" : Object.values(settings.storage.adopt).join(" "),
  auditLock: settings.auditLock,
});

/** Changes that make a promise stronger without making anything anew. */
const allowed: Partial<Record<FrozenName, (was: string, is: string) => boolean>> = {
  auditLock: (was, is) => was === "governance" && is === "compliance",
};

/** What of a running stamp the configuration would change although it cannot. `recorded` is what its first `up` wrote down. */
export const frozenProblems = (recorded: unknown, now: FrozenFacts): readonly FoundProblem[] => {
  const before = typeof recorded === "object" && recorded !== null ? new Map(Object.entries(recorded)) : new Map();
  return Object.entries(now).flatMap(([name, is]: [string, string]) => {
    const was: unknown = before.get(name);
    // A fact that an earlier version did not record cannot be compared.
    if (typeof was !== "string" || was === is || allowed[name as FrozenName]?.(was, is)) return [];
    const must = `must stay ${JSON.stringify(was)}: the stamp was created with it; ${JSON.stringify(is)} needs a new stamp`;
    return [problemAt([name], must)];
  });
};
