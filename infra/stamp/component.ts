import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Inputs,
} from "@pulumi/pulumi";

export type ComponentOptions = ComponentResourceOptions;

/** A part of a stamp. Children are named through it, so that their names begin with its own. */
export abstract class Component extends ComponentResource {
  readonly #name: string;

  constructor(type: `bailiwick:${string}:${string}`, name: string, options?: ComponentOptions) {
    super(type, name, {}, options);
    this.#name = name;
  }

  /** Logical name of a child. */
  protected child(part: string): string {
    return `${this.#name}-${part}`;
  }

  /** Options of a child of this part. */
  protected within<O extends CustomResourceOptions>(options?: O): O & { parent: Component } {
    return { ...(options as O), parent: this };
  }

  /** Must be the last statement of a constructor. */
  protected done(outputs: Inputs = {}): void {
    this.registerOutputs(outputs);
  }
}
