import type { Telemetry } from "@bailiwick/contract/telemetry";
import type { Guards } from "../../platform/auth/guard.ts";
import type { ApiModule } from "../../platform/http/app.ts";
import { content, json } from "../../platform/http/respond.ts";
import type { Metrics } from "../../platform/metrics.ts";
import type { Readiness } from "./readiness.ts";

export interface HealthRoutesOptions {
  readonly ready: Readiness;
  readonly metrics: Pick<Metrics, "render">;
  readonly guards: Pick<Guards, "privatePort">;
  /** Shown to whoever asks what this process was told. */
  readonly telemetry: Telemetry | undefined;
}

/** Paths that answer without a signature, on the private port only. */
export const operationalPaths = ["/health", "/health/live", "/metrics"] as const;

/** Operational endpoints: they show no customer's data and are no part of the public API's document. */
export const healthRoutes =
  ({ ready, metrics, guards, telemetry }: HealthRoutesOptions): ApiModule =>
  (api) => {
    api.get("/health", guards.privatePort, async (c) => {
      const { ok, checks } = await ready();
      return json(c, { status: ok ? "ready" : "not-ready", checks, telemetry }, ok ? 200 : 503);
    });
    api.get("/health/live", guards.privatePort, (c) => json(c, { status: "live" }, 200));
    api.get("/metrics", guards.privatePort, async (c) => {
      const { text, contentType } = await metrics.render();
      return content(c, text, contentType);
    });
  };
