import * as z from "zod";

/** Lower case words joined by single hyphens: safe in a URL, a DNS label, a file name and an SQL literal. */
const identifierPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Schema of an id that people write by hand: plan, role, limit, jurisdiction. */
export const identifier = z.string().max(32).regex(identifierPattern, {
  error: "must be lower case words of letters and digits joined by hyphens, at most 32 characters",
});
