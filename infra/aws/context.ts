import type { CustomResourceOptions } from "@pulumi/pulumi";
import { createNames, type Names } from "../config/names.ts";
import { stackNameText } from "../config/stack-name.ts";
import type { AwsStamp } from "../config/stamp-facts.ts";
import { stackTag } from "./tenant-keys.ts";

/** What every part of a stamp on AWS is given. */
export interface AwsContext extends AwsStamp {
  readonly names: Names;
  /** False once the stamp is being decommissioned: the protection of data is then lifted. */
  readonly active: boolean;
  /** Options of a resource that holds data: an update or a destroy that would remove it is refused. */
  readonly holdsData: Pick<CustomResourceOptions, "protect">;
  /** Options of keys and write-once stores: they outlive the stack in any case. */
  readonly outlives: Pick<CustomResourceOptions, "protect" | "retainOnDelete">;
  readonly tags: Readonly<Record<string, string>>;
}

export const awsContext = (stamp: AwsStamp): AwsContext => {
  const { stack, settings, region } = stamp;
  const active = settings.lifecycle === "active";
  return {
    ...stamp,
    names: createNames({ stack, accountId: settings.accountId, salt: settings.nameSalt }),
    active,
    holdsData: { protect: active },
    outlives: { protect: active, retainOnDelete: true },
    tags: {
      ...settings.tags,
      [stackTag]: stackNameText(stack),
      "bailiwick:product": stamp.product.id,
      "bailiwick:jurisdiction": region.jurisdiction,
    },
  };
};
