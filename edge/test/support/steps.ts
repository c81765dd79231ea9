import { type Address, parseAddress } from "@bailiwick/contract/address";
import type { PinAnswer, PinDirectory } from "@bailiwick/contract/pins";
import { parseRegistry, type Registry } from "@bailiwick/contract/region";
import type { Decision, Refuse } from "../../src/decision.ts";
import { Facts } from "../../src/facts.ts";
import type { Refresher } from "../../src/refresh/refresher.ts";

export const registry: Registry = parseRegistry({
  product: "edge",
  globalUrl: "https://edge.example",
  regions: ["europe", "america"].map((id) => ({
    id,
    jurisdiction: id,
    baseUrl: `https://${id}.edge.example`,
    pinKeys: ["A".repeat(43)],
  })),
});

export const address = (text: string): Address => {
  const parsed = parseAddress(text);
  if (parsed === undefined) throw new TypeError(`${text} is no address`);
  return parsed;
};

/** Facts as the steps before have left them: a request for tenant acme at its own host in Europe, over TLS. */
export const factsWith = (changes: Partial<Facts> = {}): Facts => ({
  ...new Facts(() => {}),
  secure: true,
  host: "acme.europe.edge.example",
  hostRegion: "europe",
  hostSlug: "acme",
  target: "/api/v1/flows",
  path: "/api/v1/flows",
  requestId: "11111111-2222-4333-8444-555555555555",
  address: address("192.0.2.1"),
  tenant: "acme",
  ...changes,
});

export const request = (init: RequestInit = {}, url = "https://acme.europe.edge.example/api/v1/flows"): Request =>
  new Request(url, init);

/** The refusal a decision is. Throws when it is none. */
export const refusal = async (
  decision: Decision | Promise<Decision>,
): Promise<{ status: number; headers: Readonly<Record<string, string>>; problem: Record<string, unknown> }> => {
  const settled = await decision;
  if (settled.kind !== "refuse") throw new TypeError(`the decision is to ${settled.kind}`);
  const { problem, headers = {}, tenant = "" }: Refuse = settled;
  return { status: problem.status, headers, problem: JSON.parse(problem.render("the-request-id", tenant)) };
};

/** A directory that knows `answers` and has looked up all of them before. */
export const directoryOf = (answers: Readonly<Record<string, PinAnswer>>, cold = false): PinDirectory => {
  const find = (slug: string): PinAnswer => answers[slug] ?? { kind: "unknown" };
  return {
    offer: async () => ({ accepted: false, reason: "invalid", detail: "not under test" }),
    peek: (slug) => (cold ? undefined : find(slug)),
    lookup: async (slug) => find(slug),
    claims: async () => [],
    held: () => [],
    bytes: () => undefined,
  };
};

/** A refresher that never has anything to do and counts how often it was forced. */
export const idleRefresher = (onForce: () => void = () => {}): Refresher => ({
  keep: () => undefined,
  force: async () => onForce(),
  newerThan: () => true,
});
