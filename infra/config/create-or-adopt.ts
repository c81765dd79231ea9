import * as z from "zod";

/** `create` makes it, `adopt` takes what is there; exactly one of both. */
export const createOrAdopt = <C extends z.ZodType, A extends z.ZodType>(create: C, adopt: A) =>
  z.union(
    [
      z.strictObject({ create: create.describe("The stamp makes it and removes it.") }),
      z.strictObject({ adopt: adopt.describe("It is there already: looked at before every `up`, and left as it is.") }),
    ],
    { error: "must have either `create` or `adopt`" },
  );
