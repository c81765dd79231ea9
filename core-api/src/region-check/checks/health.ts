import { defineCheck, NotSo } from "../check.ts";

/** The edge knows where every tenant lives and who may reach it. */
export const health = defineCheck({
  id: "health",
  title: "Health",
  needs: [],
  async run({ url }, client) {
    const reply = await client.ask(`${url}/health`);
    const { region, status } = reply.json();
    if (reply.status !== 200) {
      throw new NotSo(
        `/health is answered ${reply.status}${typeof status === "string" ? ` (${status})` : ""}`,
        "503 means that a pin map or the address rules are missing or too old: see that the worker publishes and that other regions' edges can be reached.",
      );
    }
    if (status !== "ok" || typeof region !== "string") {
      throw new NotSo(
        "/health does not come from a region's edge",
        "Give the region's own URL, not the region-less one.",
      );
    }
    if (reply.field("cache-control") !== "no-store") {
      throw new NotSo("/health may be cached", "Have nothing between edge and client change Cache-Control.");
    }
    return `200 from ${region}`;
  },
});
