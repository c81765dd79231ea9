import type { Product } from "../product/index.ts";
import type { Registry } from "../region/index.ts";
import type { EdgeConfig } from "./edge-config.ts";

/** What a profile says that an edge has to know. */
export type EdgeProduct = Pick<Product, "name" | "names" | "transport" | "limits" | "bodies" | "disclosure">;

export interface EdgeConfigOverrides extends Partial<Omit<EdgeConfig, "registry" | "region">> {
  /** Time from which `security.txt` is valid for a year. @default now */
  readonly issuedAt?: Date;
}

const yearMs = 365 * 86_400_000;
const originTimeoutMs = 30_000;

/** Media types of the API. A form's types are not among them: pages of other sites can send those without asking. */
const mediaTypes = ["application/json", "*+json"];

/**
 * The configuration of a region's edge, or with `null` of the global one, as the profile wants it. On hosts of a customer
 * pass an `hsts` without `preload` and `includeSubDomains`: they would bind the customer's other hosts.
 */
export const edgeConfigFor = (
  product: EdgeProduct,
  registry: Registry,
  region: string | null,
  { issuedAt = new Date(), ...overrides }: EdgeConfigOverrides = {},
): EdgeConfig => {
  const { address, authentication, sensitive, tenant, user } = product.limits;
  const { regionEndpointHeader, sessionCookie } = product.names;
  return {
    region,
    platform: "workerd",
    registry,
    names: { regionEndpointHeader, sessionCookie },
    hsts: product.transport.hsts,
    limits: { address, authentication, sensitive, tenant, user },
    bodies: { maxBytes: product.bodies.defaultMaxBytes, mediaTypes },
    trustedHops: [],
    originTimeoutMs,
    securityTxt: securityTxt(product.disclosure, issuedAt),
    ...overrides,
  };
};

/** RFC 9116 section 2.5: `Expires` is required and should be less than a year away. */
const securityTxt = ({ contact, policy, preferredLanguages }: EdgeProduct["disclosure"], issuedAt: Date): string =>
  [
    ...contact.map((uri) => `Contact: ${uri}`),
    `Expires: ${new Date(issuedAt.getTime() + yearMs - 86_400_000).toISOString()}`,
    `Policy: ${policy}`,
    `Preferred-Languages: ${preferredLanguages.join(", ")}`,
    "",
  ].join("\n");
