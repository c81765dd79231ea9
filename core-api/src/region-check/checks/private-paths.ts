import { defineCheck, NotSo } from "../check.ts";
import { originsOf } from "../target.ts";

const paths = ["/metrics", "/health/live", "/internal/pins", "/internal/edge-policies"];

/** What is for the region's own machinery is not there for anybody outside. */
export const privatePaths = defineCheck({
  id: "private-paths",
  title: "Private paths",
  needs: [],
  async run(target, client) {
    for (const origin of originsOf(target)) {
      for (const path of paths) {
        const { status } = await client.ask(origin + path);
        if (status === 404 || status === 401 || status === 403) continue;
        throw new NotSo(
          `${origin}${path} is answered ${status}`,
          "Lead clients to the edge only: it passes none of these on, and the core API believes nobody but its edge.",
        );
      }
    }
    return `${paths.join(", ")} refused`;
  },
});
