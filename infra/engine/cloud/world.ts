import type { CloudResource } from "./cloud-resource.ts";

/** What a rule of the cloud may look at: everything that exists, and what outlives deletion. */
export interface World {
  readonly accountId: string;
  all(): Iterable<CloudResource>;
  ofType(type: string): readonly CloudResource[];
  /** The resource of this type that the value names. */
  named(type: string, value: unknown): CloudResource | undefined;
  /** True when something was put under this name and is still there, such as a final snapshot. */
  keeps(kind: string, name: string): boolean;
  keep(kind: string, name: string): void;
}
