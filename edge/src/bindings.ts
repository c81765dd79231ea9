import type { Region } from "@bailiwick/contract/region";
import type { Fetcher } from "./origin.ts";

/** Name of the service binding that leads to a region's edge: `PINS_` and the id in upper case. */
export const pinBinding = (regionId: string): string => `PINS_${regionId.toUpperCase().replaceAll("-", "_")}`;

/** A binding that must be a text. Throws `TypeError` naming the one that is missing. */
export const textBinding = (env: Readonly<Record<string, unknown>>, name: string): string => {
  const value = env[name];
  if (typeof value !== "string" || value === "") throw new TypeError(`the binding ${name} is missing`);
  return value;
};

/** A binding that must lead to a service. Throws `TypeError` naming the one that is missing. */
export const serviceBinding = (env: Readonly<Record<string, unknown>>, name: string): Fetcher => {
  const value = env[name];
  if (typeof value !== "object" || value === null || !("fetch" in value)) {
    throw new TypeError(`the binding ${name} is missing`);
  }
  return value as Fetcher;
};

/** Ways to other regions' edges as bound services. */
export const boundPeers =
  (env: Readonly<Record<string, unknown>>) =>
  ({ id }: Region): Fetcher =>
    serviceBinding(env, pinBinding(id));

/** Ways to other regions' edges over the public network. */
export const publicPeers = (): Fetcher => ({ fetch: (request) => fetch(request) });
