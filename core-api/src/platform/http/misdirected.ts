import { type Registry, regionById, tenantEndpoint } from "@bailiwick/contract/region";
import { problem } from "./respond.ts";

export interface MisdirectedOptions {
  readonly registry: Registry;
  /** The product's header that names the right endpoint. */
  readonly endpointHeader: string;
}

/** Answers 421 with the endpoint of the right region in header and body (RFC 9110 section 15.5.20). */
export const misdirected = ({ registry, endpointHeader }: MisdirectedOptions) => {
  const header = endpointHeader.toLowerCase();
  return function refuse(requestId: string, regionId: string, slug: string | undefined): Response {
    const region = regionById(registry, regionId);
    if (region === undefined) return problem(requestId, "pins-unavailable", { headers: { "retry-after": "60" } });
    const endpoint = slug === undefined ? region.baseUrl : tenantEndpoint(region, slug);
    return problem(requestId, "wrong-region", {
      extensions: { region: regionId, endpoint },
      headers: { [header]: endpoint },
    });
  };
};
