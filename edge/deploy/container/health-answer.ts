interface HealthDocument {
  readonly policies?: unknown;
  readonly pins?: readonly { readonly region?: unknown }[];
}

/**
 * Whether an edge that answers `/health` so can go on. `/health` is 503 while any region's map is missing, so that a balancer
 * of the world may look elsewhere; but starting this container again brings no other region's map: what counts here is that
 * the rules and the map of its own region are there. The global edge has neither, and is well when it answers.
 */
export const isHealthy = (status: number | undefined, body: string, region: string | null): boolean => {
  if (status === 200) return true;
  if (status !== 503) return false;
  try {
    const { policies, pins }: HealthDocument = JSON.parse(body);
    const own = Array.isArray(pins) && pins.some((pin) => pin.region === region);
    return region === null ? Array.isArray(pins) : policies === true && own;
  } catch {
    return false;
  }
};
