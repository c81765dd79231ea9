import type { Product } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import type { AwsStampSettings } from "./aws-schema.ts";

type Named = Pick<AwsStampSettings, "region" | "host" | "pinKeys" | "mode">;

/** Host of a region: in SaaS a label before the product's domain, at a customer's what the stack file says. */
export const hostOf = (product: Pick<Product, "domain">, { host, region }: Pick<Named, "host" | "region">): string =>
  host ?? `${region}.${product.domain}`;

/**
 * The regions that this one knows: itself, and every region of the product whose pin keys the stack file lists. A region
 * without keys has no map that anybody could believe.
 */
export const registryOf = (product: Pick<Product, "id" | "domain" | "regions">, settings: Named): Registry => {
  const own = product.regions.filter(({ id }) => id === settings.region || Object.hasOwn(settings.pinKeys, id));
  const globalHost = settings.mode === "saas" ? product.domain : `global.${hostOf(product, settings)}`;
  return {
    product: product.id,
    globalUrl: `https://${globalHost}`,
    regions: own.map(({ id, jurisdiction }) => ({
      id,
      jurisdiction,
      baseUrl: `https://${id === settings.region ? hostOf(product, settings) : `${id}.${product.domain}`}`,
      pinKeys: settings.pinKeys[id] ?? [],
    })),
  };
};

/** The regions that the region-less host knows: those whose pin keys its stack file lists. */
export const globalRegistry = (
  product: Pick<Product, "id" | "domain" | "regions">,
  pinKeys: Readonly<Record<string, string[]>>,
): Registry => ({
  product: product.id,
  globalUrl: `https://${product.domain}`,
  regions: product.regions
    .filter(({ id }) => Object.hasOwn(pinKeys, id))
    .map(({ id, jurisdiction }) => ({
      id,
      jurisdiction,
      baseUrl: `https://${id}.${product.domain}`,
      pinKeys: pinKeys[id] ?? [],
    })),
});
