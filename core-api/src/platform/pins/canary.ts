import { isTenantSlug } from "@bailiwick/contract/names";

/**
 * A name that every region pins to itself and nobody has: it lets anybody see from outside, without a customer's name, that
 * another region refuses it and says where it belongs. `undefined` for a region whose id is too long to make one of.
 */
export const canaryOf = (region: string): string | undefined => {
  const slug = `region-check-${region}`;
  return isTenantSlug(slug) ? slug : undefined;
};
