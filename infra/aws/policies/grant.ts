import type { Input } from "@pulumi/pulumi";
import { type PolicyDocument, type PolicyStatement, policyOf } from "./document.ts";

type Values = Input<string> | readonly Input<string>[];
export type Conditions = Readonly<Record<string, Readonly<Record<string, Values>>>>;

/** One statement of a role's policy, with the reason for it, which the reference of permissions prints. */
export interface Grant {
  readonly sid: string;
  /** Completes "… so that it can": "read the catalog's password". */
  readonly why: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly resources: readonly Input<string>[];
  readonly conditions?: Conditions;
}

/** The document that a role is given. Throws `RangeError` for two statements of one name. */
export const policyOfGrants = (grants: readonly Grant[]): PolicyDocument => {
  if (new Set(grants.map(({ sid }) => sid)).size !== grants.length) {
    throw new RangeError("two statements of a policy have one name");
  }
  return policyOf(...grants.map(statement));
};

const statement = ({ sid, effect = "Allow", actions, resources, conditions }: Grant): PolicyStatement => ({
  Sid: sid,
  Effect: effect,
  Action: [...actions],
  Resource: [...resources],
  ...(conditions === undefined ? {} : { Condition: conditions }),
});
