import { parseRegistry, type Region, RegistryError } from "@bailiwick/contract/region";
import { NotSo } from "./check.ts";
import type { CheckClient } from "./client.ts";

/** The regions that the edge at `url` lists, itself among them. Throws `NotSo` for a list that is none, or without it. */
export const publishedRegions = async (url: string, client: CheckClient): Promise<readonly Region[]> => {
  const reply = await client.ask(`${url}/.well-known/regions`);
  const remedy = "See that the edge runs with the list of regions, and that the URL is this region's baseUrl in it.";
  try {
    const { regions } = parseRegistry(reply.json());
    if (reply.status === 200 && regions.some(({ baseUrl }) => baseUrl === url)) return regions;
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    throw new NotSo(`/.well-known/regions is answered ${reply.status}: ${error.message}`, remedy);
  }
  throw new NotSo(`/.well-known/regions does not list ${url}`, remedy);
};
