import type { AwsStampSettings } from "../config/aws-schema.ts";

export type Size = NonNullable<AwsStampSettings["capacity"]["api"]>;

/** Size of each service unless the stack file says otherwise. Two tasks of what answers requests: a zone may fail. */
export const defaultSizes: Readonly<Record<"api" | "worker" | "edge", Size>> = {
  api: { cpu: "1024", memory: "2048", min: 2, max: 10 },
  worker: { cpu: "512", memory: "1024", min: 1, max: 4 },
  edge: { cpu: "512", memory: "1024", min: 2, max: 10 },
};

/** Size of the task that checks the region and ends. */
export const smokeSize = { cpu: "256", memory: "512" } as const;

export const sizeOf = (task: "api" | "worker" | "edge", { capacity }: Pick<AwsStampSettings, "capacity">): Size =>
  capacity[task] ?? defaultSizes[task];
