import { runConformance } from "@bailiwick/contract/conformance";

/** The worker: answers every request with the results. */
export default {
  async fetch(): Promise<Response> {
    return Response.json(await runConformance());
  },
};
