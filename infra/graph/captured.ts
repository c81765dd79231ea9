/** A value a resource was registered with. Outputs of other resources appear with the value the cloud would give them. */
export type Captured = null | boolean | number | string | readonly Captured[] | { readonly [key: string]: Captured };

/** One resource as the program registered it, with everything the engine is told about it. */
export interface CapturedResource {
  /** As the engine forms it: parents' types joined by `$`, the stack left out. */
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** URN of the component it belongs to; absent for those of the stack itself. */
  readonly parent: string | undefined;
  /** False for components. */
  readonly custom: boolean;
  readonly id: string;
  /** URN of the provider resource; empty for components and where the default provider would be taken. */
  readonly provider: string;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly deletedWith: string | undefined;
  /** Every resource this one waits for, by URN. */
  readonly dependencies: readonly string[];
  /** Which of them a property's value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** Properties whose value is marked as secret, at any depth, as dotted paths. */
  readonly secrets: readonly string[];
  /** `infra/aws/keys.ts:31` where the program made it, when the run had source positions. */
  readonly source: string | undefined;
  readonly inputs: Readonly<Record<string, Captured>>;
}

/** All resources of one stack, in the order of registration. */
export interface CapturedGraph {
  readonly stack: string;
  readonly resources: readonly CapturedResource[];
  /** What the program warns its reader of. */
  readonly warnings: readonly string[];
  /** What the stack exports. */
  readonly outputs: Readonly<Record<string, Captured>>;
}

/** The resources of one type. */
export const ofType = ({ resources }: CapturedGraph, ...types: readonly string[]): readonly CapturedResource[] =>
  resources.filter(({ type }) => types.includes(type));
