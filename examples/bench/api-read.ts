import { startApiRegion } from "./api-region.ts";
import { httpContender } from "./http-contender.ts";
import { compare } from "./paired.ts";
import type { Suite } from "./suite.ts";

/**
 * A signed-in user reads one random flow through the whole API under row security, against the same route with the usual
 * transaction idiom, and against the same route on a table without row security.
 */
export const apiRead: Suite = {
  name: "api-read",
  async run({ rounds, sliceSeconds, rows }, note) {
    const region = await startApiRegion(Math.min(rows, 100_000));
    try {
      const { port, subject, flows } = region;
      const contender = (name: string, path: string) =>
        httpContender({
          name,
          port,
          subject,
          connections: 32,
          seconds: sliceSeconds,
          status: 200,
          next: () => region.request(`${path}/${flows[Math.floor(Math.random() * flows.length)]}`),
        });
      const ours = contender("read by the one-statement function", "/api/v1/flows");
      const idiom = contender("read by begin, set_config, select", "/api/v1/bench/begin");
      const bare = contender("read without row security", "/api/v1/bench/bare");
      const promise = "isolation in the database costs a reader little";
      const [peer] = await compare(idiom, [ours], rounds, note);
      const [limit] = await compare(bare, [ours], rounds, note);
      if (peer === undefined || limit === undefined) throw new Error("nothing was compared");
      return [
        { id: "G4", promise, comparison: peer, bound: { atLeast: 2 } },
        { id: "G4", promise, comparison: limit, bound: { atLeast: 0.7 } },
      ];
    } finally {
      await region.stop();
    }
  },
};
