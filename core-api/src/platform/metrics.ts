import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { createDurations } from "./durations.ts";

export interface Metrics {
  /** Notes one answered request. */
  request(route: string, status: number, milliseconds: number): void;
  /** A number that is read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void;
  /** A number that only grows, one for each combination of labels. Answers what adds one. */
  counter<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
  ): (values: Readonly<Record<Label, string>>) => void;
  /** Text format of Prometheus, with its content type. */
  render(): Promise<{ readonly text: string; readonly contentType: string }>;
}

/** Metrics of one process. Labels hold route and status, never a tenant. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = createDurations({
    name: "bailiwick_http_request_duration_seconds",
    help: "Time from the request's head to its answer",
  });

  return {
    request: requests.observe,
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
    counter(name, help, labels) {
      const counter = new Counter({ name, help, labelNames: labels, registers: [registry] });
      return (values) => counter.inc({ ...values });
    },
    async render() {
      return { text: (await registry.metrics()) + requests.render(), contentType: registry.contentType };
    },
  };
};
