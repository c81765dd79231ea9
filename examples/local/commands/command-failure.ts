import { CommandFailure } from "@bailiwick/core-api/cli/failure";
import { LocalFailure } from "../failure.ts";

/** A failure of the local platform as one of a command of a region; anything else stays what it is. */
export const commandFailure = (error: unknown): unknown => {
  if (!(error instanceof LocalFailure)) return error;
  const { code, message, detail, suggestion } = error.about({});
  return new CommandFailure({
    code,
    message,
    detail,
    suggestion: typeof suggestion === "string" ? suggestion : undefined,
    status: 2,
  });
};
