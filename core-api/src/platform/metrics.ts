import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export interface Metrics {
  /** Notes one answered request. */
  request(route: string, status: number, milliseconds: number): void;
  /** A number that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
  /** Text format of Prometheus, with its content type. */
  render(): Promise<{ readonly text: string; readonly contentType: string }>;
}

const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

interface Series {
  observe(seconds: number): void;
}

/** Metrics of one process. Labels hold route and status, never a tenant. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "bailiwick_http_request_duration_seconds",
    help: "Time from the request's head to its answer",
    labelNames: ["route", "status"],
    buckets: bucketsSeconds,
    registers: [registry],
  });
  // Looking a label up costs more than observing it.
  const series = new Map<string, Map<number, Series>>();

  return {
    request(route, status, milliseconds) {
      const byStatus = series.get(route) ?? new Map<number, Series>();
      const one = byStatus.get(status) ?? requests.labels({ route, status: String(status) });
      if (byStatus.size === 0) series.set(route, byStatus);
      byStatus.set(status, one);
      one.observe(milliseconds / 1000);
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read());
        },
      });
    },
    async render() {
      return { text: await registry.metrics(), contentType: registry.contentType };
    },
  };
};
