import { parseRange, partOf, type Range, rangeText } from "../config/cidr.ts";

/** What stands in a subnet. `egress` holds NAT gateways alone. */
export const subnetKinds = ["private", "database", "ingress", "egress"] as const;
export type SubnetKind = (typeof subnetKinds)[number];

/** Zones of a stamp: three survive the loss of one with a majority. */
export const zoneCount = 3;

/**
 * Parts of the network's range, per kind: size relative to it, and where the first zone's part begins. Tasks and endpoints
 * take three quarters; databases, load balancers and NAT gateways share the last one.
 */
const layout: Readonly<Record<SubnetKind, { readonly deeper: number; readonly first: number }>> = {
  private: { deeper: 2, first: 0 },
  database: { deeper: 5, first: 24 },
  ingress: { deeper: 6, first: 56 },
  egress: { deeper: 6, first: 60 },
};

/** Range of the subnet of this kind in the zone (0 to 2) of a network. Throws `RangeError` for text that is no range. */
export const subnetCidr = (network: string, kind: SubnetKind, zone: number): string => {
  const range = parsed(network);
  const { deeper, first } = layout[kind];
  return rangeText(partOf(range, range.prefix + deeper, first + zone));
};

const parsed = (text: string): Range => {
  const range = parseRange(text);
  if (range === undefined) throw new RangeError(`${JSON.stringify(text)} is not an IPv4 range`);
  return range;
};

/** Regions whose first three zones are not a, b and c for every account. */
const otherZones: Readonly<Record<string, readonly string[]>> = {
  "ap-northeast-1": ["a", "c", "d"],
  "ca-central-1": ["a", "b", "d"],
};

/** Names of the three zones of a region that a stamp uses. */
export const zonesOf = (region: string): readonly string[] =>
  (otherZones[region] ?? ["a", "b", "c"]).map((letter) => region + letter);
