import { createExecutionContext } from "cloudflare:test";
import { expect, it } from "vitest";
import worker from "./regional.cloudflare.ts";

it("refuses every request while its configuration and secrets are not there", async () => {
  for (const path of ["/", "/health", "/api/v1/flows"]) {
    const request = new Request(`https://us-east-1.flow.example${path}`);
    const response = await worker.fetch(request, {}, createExecutionContext());
    expect(response.status).toBe(503);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({ type: "urn:bailiwick:problem:unavailable" });
  }
});
