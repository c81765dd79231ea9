import type { RegionCheckOptions } from "@bailiwick/core-api/cli/region-check";
import { LocalFailure } from "./failure.ts";
import { platformNames } from "./folder/choose.ts";
import { readInstance } from "./folder/instance.ts";
import { lockHolder } from "./folder/lock.ts";
import { localFolder, type Paths, pathsOf } from "./folder/paths.ts";
import { readPlatformSecrets } from "./folder/secrets.ts";
import { readState, type State } from "./folder/state.ts";
import { carriedName, commandsFor } from "./output/command-line.ts";
import { loadProduct } from "./platform/product.ts";

export type CheckDefaults = Partial<RegionCheckOptions>;

/**
 * What a check of a region has to be told, when the URL is that of an edge of a local platform; `undefined` for any other
 * URL. What was said already decides about the rest: a tenant's own owner signs in. Throws `LocalFailure` when the platform
 * does not run.
 */
export const checkDefaults = async (
  url: string,
  said: Pick<CheckDefaults, "tenant" | "email" | "passwordFile">,
  parent: string = localFolder,
): Promise<CheckDefaults | undefined> => {
  const origin = URL.parse(url)?.origin;
  const found: { readonly paths: Paths; readonly state: State; readonly runs: boolean }[] = [];
  for (const name of await platformNames(parent)) {
    const paths = pathsOf(name, parent);
    const state = await readState(paths);
    if (state?.regions.some(({ edgeUrl }) => edgeUrl === origin) !== true) continue;
    // Two that are never run together may have the same ports.
    const runs = (await lockHolder(paths.lock))?.pid === state.pid && state.readyAt !== undefined;
    found.push({ paths, state, runs });
  }
  const [first] = found;
  const running = found.find(({ runs }) => runs);
  if (running !== undefined) return defaultsOf(running.paths, running.state, origin, said);
  if (first === undefined) return undefined;
  throw new LocalFailure({
    code: "not-running",
    message: `The local platform "${first.paths.name}" does not run, or is being started.`,
    suggestion: `Start it: ${commandsFor({ name: carriedName(undefined, first.paths.name) })("up")}`,
  });
};

const defaultsOf = async (
  paths: Paths,
  state: State,
  origin: string | undefined,
  { tenant: slug, email, passwordFile }: Pick<CheckDefaults, "tenant" | "email" | "passwordFile">,
): Promise<CheckDefaults> => {
  const here = state.regions.find(({ edgeUrl }) => edgeUrl === origin);
  const peer = state.regions.find(({ edgeUrl }) => edgeUrl !== origin);
  const own = state.tenants.find((one) => (slug === undefined ? one.region === here?.id : one.slug === slug));
  const elsewhere = state.tenants.find(({ region }) => region !== here?.id);
  const [instance, secrets, { product }] = await Promise.all([
    readInstance(paths),
    readPlatformSecrets(paths),
    loadProduct(state.product),
  ]);
  const who = email ?? own?.signInName;
  const password = own === undefined || who === undefined ? undefined : secrets?.passwords[own.slug]?.[who];
  const httpPort = here === undefined ? undefined : instance?.ports?.regions[here.id]?.http;
  return {
    tlsMinimum: product.transport.tlsMinimum,
    endpointHeader: product.names.regionEndpointHeader,
    registry: paths.registry,
    ...(httpPort === undefined ? {} : { httpPort }),
    ...(here === undefined ? {} : { ca: here.caFile }),
    ...(peer === undefined ? {} : { peer: peer.edgeUrl }),
    ...(own === undefined ? {} : { tenant: own.slug }),
    ...(elsewhere === undefined ? {} : { elsewhere: elsewhere.slug }),
    ...(who === undefined || password === undefined || passwordFile !== undefined ? {} : { email: who, password }),
  };
};
