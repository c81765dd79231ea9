/**
 * Cloudflare's names of the areas in which Regional Services may decrypt, by jurisdiction of a profile.
 * https://developers.cloudflare.com/data-localization/region-support/
 */
const regionKeys: Readonly<Record<string, string>> = {
  au: "au",
  ca: "ca",
  eu: "eu",
  in: "in",
  jp: "jp",
  sg: "sg",
  uk: "gb",
  us: "us",
};

/** The area for a jurisdiction; `undefined` where Cloudflare has none. */
export const regionKeyOf = (jurisdiction: string): string | undefined =>
  Object.hasOwn(regionKeys, jurisdiction) ? regionKeys[jurisdiction] : undefined;
