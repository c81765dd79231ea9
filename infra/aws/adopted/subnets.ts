import type { FoundProblem } from "@bailiwick/contract/problems-found";
import { type GetSubnetResult, getSubnet } from "@pulumi/aws/ec2/getSubnet.js";
import type { InvokeOptions } from "@pulumi/pulumi";
import { covers, parseRange } from "../../config/cidr.ts";
import { problem } from "../../config/rules/rule.ts";
import { look, together } from "./look.ts";

/** What the subnets of one list must be. */
export interface SubnetList {
  /** Its name under `network.adopt`. */
  readonly name: string;
  readonly ids: readonly string[];
  readonly vpcId: string;
  /** Range of the network. */
  readonly cidr: string;
  /** Zones they must lie in, together. */
  readonly zones: number;
  /** Addresses that each must have left, and for what. */
  readonly free: { readonly addresses: number; readonly for: string };
  /** True where machines may be given public addresses. */
  readonly mayBePublic: boolean;
}

/** Looks at the subnets of a list, one by one and together. */
export const subnetProblems = async (list: SubnetList, as: InvokeOptions): Promise<readonly FoundProblem[]> => {
  const found: GetSubnetResult[] = [];
  const problems = await together(
    list.ids.map((id, at) =>
      look({
        path: `network.adopt.${list.name}.${at}`,
        find: () => getSubnet({ id }, as),
        judge: (subnet) => {
          found.push(subnet);
          return subnetFaults(subnet, list);
        },
      }),
    ),
  );
  const zones = new Set(found.map(({ availabilityZone }) => availabilityZone)).size;
  if (found.length < list.ids.length || zones >= list.zones) return problems;
  const must = `must lie in ${list.zones} zones, not in ${zones}: one zone may fail`;
  return [...problems, problem(`network.adopt.${list.name}`, must)];
};

const subnetFaults = function* (subnet: GetSubnetResult, list: SubnetList): Generator<string> {
  const { id, vpcId, cidrBlock, mapPublicIpOnLaunch, availableIpAddressCount: free } = subnet;
  if (vpcId !== list.vpcId) {
    yield `must lie in ${list.vpcId}; ${id} lies in ${vpcId}`;
    return;
  }
  const [whole, part] = [parseRange(list.cidr), parseRange(cidrBlock)];
  if (whole !== undefined && part !== undefined && !covers(whole, part)) {
    yield `must lie in network.adopt.cidr, ${list.cidr}; ${id} is ${cidrBlock}`;
  }
  if (mapPublicIpOnLaunch && !list.mayBePublic) {
    yield `must not give public addresses, as ${id} does to what starts in it`;
  }
  if (free < list.free.addresses) {
    yield `must have ${list.free.addresses} addresses left for ${list.free.for}; ${id} has ${free}`;
  }
};
