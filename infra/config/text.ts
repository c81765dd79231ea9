import * as z from "zod";

/** A text that matches `pattern`; `must` says what it has to be, as the end of a sentence. */
export const text = (pattern: RegExp, must: string) => z.string().regex(pattern, { error: must });
