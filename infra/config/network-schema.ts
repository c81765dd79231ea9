import * as z from "zod";
import { prefixListId, routeTableId, subnetId, vpcId } from "./aws-names.ts";
import { cidr } from "./cidr.ts";
import { createOrAdopt } from "./create-or-adopt.ts";
import { networkServices } from "./network-services.ts";

const created = z.strictObject({
  cidr: cidr({ widest: 16, narrowest: 20 }).describe(
    "Range of the VPC, /16 to /20: three zones with a private, a database and an ingress subnet each. It cannot be changed.",
  ),
  egress: z
    .enum(["nat", "none"])
    .default("nat")
    .describe("`nat`: the edge fetches other regions' public pin maps. `none`: nothing leaves; for a single region."),
});

const adopted = z.strictObject({
  vpcId: vpcId.describe("The VPC. DNS support and DNS host names must be on (`aws ec2 describe-vpcs`)."),
  cidr: cidr({ widest: 8, narrowest: 20 }).describe(
    "The VPC's range that all subnets below lie in. Tasks and load balancer talk within it.",
  ),
  privateSubnetIds: z
    .array(subnetId)
    .min(3)
    .describe(
      "For tasks and endpoints: one per zone, in the order of the zones, at least three, with no way in from the internet.",
    ),
  databaseSubnetIds: z
    .array(subnetId)
    .min(3)
    .describe("For database servers: one per zone in the same order, none of the private ones."),
  ingressSubnetIds: z
    .array(subnetId)
    .min(2)
    .describe("For the load balancer: public in SaaS; in the customer's network private, the tasks' own will do."),
  routeTableIds: z
    .array(routeTableId)
    .min(1)
    .describe("Route tables of the private subnets; S3's gateway endpoint is entered in them."),
  egress: z
    .enum(["nat", "none"])
    .describe(
      "`none`: the route tables lead nowhere outside. `nat`: they have a default route that is no internet gateway.",
    ),
  endpoints: z
    .array(z.enum(networkServices))
    .default([])
    .describe(
      `Services that the VPC has an endpoint for, with private DNS names on; the stamp makes the others. Of ${networkServices.join(", ")}.`,
    ),
  s3PrefixListId: prefixListId
    .optional()
    .describe(
      "With `s3` in endpoints: PrefixListId of com.amazonaws.<region>.s3 (`aws ec2 describe-managed-prefix-lists`).",
    ),
  ingressCidrs: z
    .array(cidr({ widest: 8, narrowest: 28 }))
    .min(1)
    .optional()
    .describe("Ranges of the ingress subnets: only from there the edge is told who asks. @default the whole network"),
});

export const network = createOrAdopt(created, adopted);
