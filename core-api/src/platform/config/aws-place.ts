import type { AwsPlace } from "../aws/client-options.ts";
import type { Environment } from "../environment.ts";

const regionName = "AWS_REGION";
const endpointName = "BAILIWICK_AWS_ENDPOINT";

/** The AWS region to call, and what stands in for it. Only for a process that calls one of its services. */
export const readAwsPlace = (from: Environment): AwsPlace | undefined => {
  const region = from.required(regionName);
  const endpoint = readEndpoint(from);
  if (region === undefined) return undefined;
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region))
    return from.refuse(regionName, 'must be a region such as "eu-central-1".');
  return { region, endpoint };
};

/** Keys and personal data go there, so it is encrypted or does not leave the machine. */
const readEndpoint = (from: Environment): string | undefined => {
  const value = from.optional(endpointName);
  if (value === undefined) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol === "https:" || (url?.protocol === "http:" && loopback.has(url.hostname))) return value;
  return from.refuse(endpointName, "must be an https:// URL, or an http:// URL of loopback.");
};

const loopback = new Set(["127.0.0.1", "[::1]", "localhost"]);
