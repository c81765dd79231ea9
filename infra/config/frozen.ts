import { type FoundProblem, problemAt } from "@bailiwick/contract/problems-found";
import { stackNameText } from "./stack-name.ts";
import type { AwsStamp } from "./stamp-facts.ts";

/** What a stamp is created with and cannot change: another value means other resources, and the data stays in the old ones. */
export interface FrozenFacts {
  /** Every physical name begins with the stack's. */
  readonly stack: string;
  readonly accountId: string;
  readonly region: string;
  readonly product: string;
  readonly nameSalt: string;
  readonly pinPepper: string;
  readonly network: string;
  readonly keys: string;
  readonly databases: string;
  /** Which server the catalog's host is. */
  readonly catalog: string;
  readonly storage: string;
  readonly auditLock: string;
  /** Servers of tenants by id: what each is. One more may be added. */
  readonly tenantServers: Readonly<Record<string, string>>;
}

type FrozenName = Exclude<keyof FrozenFacts, "tenantServers">;

/** The frozen facts of a configuration, each as a text that a person recognises. */
export const frozenFacts = ({ stack, settings, product }: AwsStamp): FrozenFacts => ({
  stack: stackNameText(stack),
  accountId: settings.accountId,
  region: settings.region,
  product: product.id,
  nameSalt: settings.nameSalt,
  pinPepper: settings.pinPepper === "generate" ? "generate" : settings.pinPepper.secretArn,
  network: "create" in settings.network ? settings.network.create.cidr : settings.network.adopt.vpcId,
  keys: "create" in settings.keys ? created : Object.values(settings.keys.adopt).join(" "),
  databases: "create" in settings.databases ? created : settings.databases.adopt.catalog.host,
  catalog: "create" in settings.databases ? created : which(settings.databases.adopt.catalog),
  storage: "create" in settings.storage ? created : Object.values(settings.storage.adopt).join(" "),
  auditLock: settings.auditLock,
  tenantServers: tenantServers(settings.databases),
});

const created = "created";
const which = ({ port, resourceId }: { readonly port: number; readonly resourceId: string }): string =>
  `${resourceId} at port ${port}`;

const tenantServers = (databases: AwsStamp["settings"]["databases"]): FrozenFacts["tenantServers"] =>
  "create" in databases
    ? Object.fromEntries(databases.create.tenantServers.map((id) => [id, created]))
    : Object.fromEntries(
        Object.entries(databases.adopt.tenantServers).map(([id, server]) => [id, `${server.host}, ${which(server)}`]),
      );

/** Changes that make a promise stronger without making anything anew. */
const allowed: Partial<Record<FrozenName, (was: string, is: string) => boolean>> = {
  auditLock: (was, is) => was === "governance" && is === "compliance",
};

/** Facts that are no key of the file, as a sentence begins with them. */
const called: Partial<Record<FrozenName, string>> = {
  stack: "The stack's name",
  catalog: "The catalog's server (databases)",
};

/**
 * What of a running stamp the configuration would change although it cannot, whether it is active or being decommissioned.
 * `recorded` is what its first `up` wrote down; a fact that an earlier version did not record cannot be compared.
 */
export const frozenProblems = (recorded: unknown, now: FrozenFacts): readonly FoundProblem[] => {
  const before = textsOf(recorded);
  const { tenantServers: servers, ...facts } = now;
  const changed = Object.entries(facts).flatMap(([name, is]: [string, string]) => {
    const was = before.get(name);
    if (was === undefined || was === is || allowed[name as FrozenName]?.(was, is)) return [];
    const must = `must stay ${JSON.stringify(was)}: the stamp was created with it; ${JSON.stringify(is)} needs a new stamp`;
    const whole = called[name as FrozenName];
    return [whole === undefined ? problemAt([name], must) : problemAt([], must, whole)];
  });
  return [...changed, ...serverProblems(isRecord(recorded) ? textsOf(recorded.tenantServers) : new Map(), servers)];
};

const serverProblems = (
  before: ReadonlyMap<string, string>,
  servers: FrozenFacts["tenantServers"],
): readonly FoundProblem[] =>
  [...before].flatMap(([id, was]) => {
    const is = Object.hasOwn(servers, id) ? servers[id] : undefined;
    if (is === was) return [];
    const instead = is === undefined ? "it cannot be left out" : `${JSON.stringify(is)} is another`;
    return [
      problemAt(
        ["databases"],
        `must keep the tenant server ${JSON.stringify(id)} (${was}): tenants' databases are in it; ${instead}, that needs a new stamp`,
      ),
    ];
  });

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

const textsOf = (value: unknown): ReadonlyMap<string, string> =>
  new Map(
    isRecord(value)
      ? Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string")
      : [],
  );
