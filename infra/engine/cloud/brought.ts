import type { Lookups } from "../../graph/adopted-answers.ts";
import { CloudError } from "./cloud-error.ts";

/** What was in the account before the stack, as a provider's functions see it. */
export interface Brought {
  readonly lookups: Lookups;
  /** How often something was looked at. */
  readonly looks: number;
  /** True: nothing of it is there. */
  lost: boolean;
}

export const createBrought = (sound: Lookups): Brought => {
  let looks = 0;
  const brought = {
    lost: false,
    get looks() {
      return looks;
    },
    lookups: (token: string, args: Parameters<Lookups>[1]) => {
      looks += 1;
      if (brought.lost) throw new CloudError("NotFound", "it is not there.");
      return sound(token, args);
    },
  };
  return brought;
};
