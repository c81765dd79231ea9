import type { Product } from "@bailiwick/contract/product";
import { parseRegistry, type Registry } from "@bailiwick/contract/region";
import type { PortPlan } from "../ports/plan.ts";

/** The two regions that run locally: the default one first, then the profile's order. */
export const localRegions = ({ regions }: Pick<Product, "regions">): Product["regions"] =>
  [...regions].sort((one, other) => Number(other.default) - Number(one.default)).slice(0, 2);

/** Host name of a region, or with `null` of the product, on this machine. */
export const localHost = (product: string, region: string | null): string =>
  region === null ? `${product}.localhost` : `${region}.${product}.localhost`;

/** The public list of regions as the local platform has it. */
export const localRegistry = (
  product: Pick<Product, "id" | "regions">,
  ports: PortPlan,
  pinKeys: Readonly<Record<string, string>>,
): Registry =>
  parseRegistry({
    product: product.id,
    globalUrl: `https://${localHost(product.id, null)}:${ports.global.https}`,
    regions: localRegions(product).map(({ id, jurisdiction }) => ({
      id,
      jurisdiction,
      baseUrl: `https://${localHost(product.id, id)}:${ports.regions[id]?.https}`,
      pinKeys: [pinKeys[id]],
    })),
  });
