import type { EngineEvents } from "../cli/events.ts";
import type { Ran } from "../cli/run-program.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { StepFailed } from "./step.ts";

type Command = Ran & { readonly events: EngineEvents };

/** The command as it is. Throws `StepFailed` with what it printed when it failed. */
export const succeeded = (ran: Command, what: string): Command => {
  if (ran.code !== 0) throw new StepFailed(`${what} failed with exit code ${ran.code}`, ran.output);
  return ran;
};

/** Throws `StepFailed` unless the engine refused, said so, and nothing in the cloud was touched. */
export const refused = (ran: Command, says: RegExp, cloud: Cloud): void => {
  if (ran.code === 0) throw new StepFailed("The engine went ahead.", ran.output);
  if (!says.test(ran.output)) throw new StepFailed(`The refusal does not say ${says}.`, ran.output);
  untouched(cloud, ran);
};

/** Throws `StepFailed` when something in the cloud was changed since its journal was last taken. */
export const untouched = (cloud: Cloud, ran: Ran): void => {
  const [first, ...more] = cloud.takeJournal();
  if (first !== undefined) {
    throw new StepFailed(
      `${first.kind} of ${first.urn}, and ${more.length} more, where nothing may change.`,
      ran.output,
    );
  }
};

/** Throws `StepFailed` with the problems, if there are any. */
export const none = (problems: readonly string[], output = ""): void => {
  if (problems.length > 0) throw new StepFailed(problems.join("\n"), output);
};

/** `1 resource`, `3 resources`. */
export const count = (many: number, what: string): string => `${many} ${what}${many === 1 ? "" : "s"}`;
