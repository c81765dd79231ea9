import * as z from "zod";
import type { PortPlan } from "../ports/plan.ts";
import { readJson, writeJson } from "./json-file.ts";
import type { Paths } from "./paths.ts";

const edgePorts = z.object({ https: z.int(), http: z.int() });

const instance = z.object({
  product: z.string(),
  ports: z
    .object({
      global: edgePorts,
      regions: z.record(z.string(), edgePorts.extend({ api: z.int(), postgres: z.int(), blobs: z.int() })),
    })
    .optional(),
  /** When the tenants of the first start were all there. */
  seededAt: z.iso.datetime().optional(),
});

/** What the platform of this folder settled on, for later starts. */
export interface Instance {
  readonly product: string;
  readonly ports?: PortPlan | undefined;
  readonly seededAt?: string | undefined;
}

/** `undefined` before the first start. Throws `LocalFailure` when the file is damaged. */
export const readInstance = ({ instance: path }: Paths): Promise<Instance | undefined> => readJson(path, instance);

export const writeInstance = ({ instance: path }: Paths, content: Instance): Promise<void> => writeJson(path, content);
