import type { Input } from "@pulumi/pulumi";
import { joined } from "../joined.ts";
import type { Grant } from "./grant.ts";

/** What the network's flow logs are written with. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
export const flowLogGrants = (logGroupArn: Input<string>): readonly Grant[] => [
  {
    sid: "WriteFlows",
    why: "write the network's flow logs to their own group",
    actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    resources: [logGroupArn, joined(logGroupArn, ":log-stream:*")],
  },
];
