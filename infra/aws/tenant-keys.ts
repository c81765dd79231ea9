import { type StackName, stackNameText } from "../config/stack-name.ts";

/** Names the organisation that a key belongs to; the core API tags with it, and roles are bounded by it. */
export const tenantTag = "bailiwick:tenant";

/** Names the stack that a resource belongs to: every resource of a stamp has it, and tenants' own keys too. */
export const stackTag = "bailiwick:stack";

/** What tenants' own keys of one stack have in common, and those of no other stack of the account have. */
export interface TenantKeyScope {
  /** Beginning of their aliases; the organisation's id follows. */
  readonly aliasPrefix: string;
  /** Value of the stack's tag. */
  readonly stack: string;
  /** Most days between two rotations. */
  readonly rotationDays: number;
}

/** The scope of a stack. An alias takes no dots, so the stack's name is not whole in it; the region and account are the rest. */
export const tenantKeyScope = (
  stack: StackName,
  region: { readonly id: string },
  keys: { readonly rotationDays: number },
): TenantKeyScope => ({
  aliasPrefix: `alias/bailiwick/${region.id}/${stack.name}/tenant/`,
  stack: stackNameText(stack),
  rotationDays: keys.rotationDays,
});
