import type { Facts } from "./facts.ts";

type Compute = (facts: Facts, id: string) => unknown;

/** What the cloud adds to the inputs of one type: its id, and its computed outputs, by names that the SDK's state type has. */
export interface Row<State> {
  readonly id: (facts: Facts) => string;
  readonly outputs?: { readonly [Property in keyof State]?: Compute };
}

export type AnyRow = Row<Readonly<Record<string, unknown>>>;

/** A row whose output names the compiler checks against the SDK: `row<kms.KeyState>({ id, outputs: { arn } })`. */
export const row = <State>({ id, outputs }: Row<State>): AnyRow => ({ id, outputs: { ...outputs } });

/** A row for what has nothing but its id, such as an attachment; the id joins these inputs. */
export const linkRow = <State>(separator: string, ...properties: readonly (keyof State & string)[]): AnyRow => ({
  id: (facts) => properties.map((property) => facts.text(property)).join(separator),
});

export type Rows = Readonly<Record<string, AnyRow>>;
