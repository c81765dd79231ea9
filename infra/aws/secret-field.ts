import type { Input } from "@pulumi/pulumi";
import { joined } from "./joined.ts";

/** One field of a secret that is a JSON object, as ECS names it: both colons are part of it. */
export const secretField = (arn: Input<string>, field: string): Input<string> => joined(arn, `:${field}::`);
