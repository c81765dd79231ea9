import type { Workspace } from "../cli/workspace.ts";
import type { Brought } from "../cloud/brought.ts";
import type { Cloud } from "../cloud/cloud.ts";
import type { Faults } from "../cloud/faults.ts";

export interface StepContext {
  readonly workspace: Workspace;
  readonly cloud: Cloud;
  readonly brought: Brought;
  readonly faults: Faults;
  readonly failEvery: number;
  /** Type whose first creation the first up is killed at; undefined leaves it to the step. */
  readonly interruptAt?: string | undefined;
}

export interface Step {
  readonly title: string;
  /** Says in a few words what was found. Throws `StepFailed` when it is not what must be. */
  run(context: StepContext): Promise<string>;
}

/** A step that did not go as it must; the message says why, `output` is what the engine printed. */
export class StepFailed extends Error {
  override readonly name = "StepFailed";
  readonly output: string;

  constructor(message: string, output = "") {
    super(message);
    this.output = output;
  }
}

export interface StepReport {
  readonly title: string;
  readonly passed: boolean;
  /** What was found, in a few words. */
  readonly detail: string;
  readonly seconds: number;
  /** What the engine printed, when the step failed. */
  readonly output: string;
}
