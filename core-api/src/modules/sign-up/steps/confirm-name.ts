import { setTimeout as sleep } from "node:timers/promises";
import { goesBefore, type PinClaim } from "@bailiwick/contract/pins";
import { taken } from "../refused.ts";
import type { SignUpStep } from "../step.ts";

/** How long the region that goes first waits for the other to withdraw, before it tries again later. */
const patienceMilliseconds = 15_000;
const pauseMilliseconds = 500;

/**
 * Looks at what other regions have published since this one published its claim. A name that is a tenant's there, or whose
 * claim there goes before this one, is given up. A claim that comes after is waited for: its region gives it up as soon as it
 * looks, and until then it may have been opened already. So no two regions ever open a name.
 */
export const confirmName: SignUpStep = {
  name: "confirm-name",
  async run({ catalog, directory, agreement }, { id, request: { slug, region } }) {
    if (agreement.alone) return;
    const [row] = await catalog<{ state: string; claimed_at: number }[]>`
      select state, floor(extract(epoch from created_at))::float8 as claimed_at from catalog.org where id = ${id}`;
    if (row === undefined) throw taken(); // given up by a run before this one
    const own: PinClaim = { region, claimedAt: row.claimed_at };
    const deadline = Date.now() + patienceMilliseconds;
    for (;;) {
      await agreement.readOthers();
      const pin = await directory.lookup(slug);
      if (pin.kind === "pinned" && pin.region !== region) throw taken();
      if (pin.kind === "unavailable")
        throw new Error(`the pins of ${pin.region ?? "the regions"} do not tell whose it is`);
      const others = (await directory.claims(slug)).filter((claim) => claim.region !== region);
      if (others.some((other) => goesBefore(other, own))) throw taken();
      if (others.length === 0) return;
      if (Date.now() > deadline) throw new Error(`${others[0]?.region} has not given up its claim yet`);
      await sleep(pauseMilliseconds);
    }
  },
};
