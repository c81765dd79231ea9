import * as z from "zod";

/** A field name as HTTP defines it: a token (RFC 9110 section 5.1 and 5.6.2). */
const tokenPattern = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** A cookie name is a token too (RFC 6265 section 4.1.1). */
const token = z.string().max(64).regex(tokenPattern, {
  error: "must be an HTTP token (RFC 9110 section 5.6.2): letters, digits and !#$%&'*+-.^_`|~ only",
});

const environmentVariable = z
  .string()
  .max(64)
  .regex(/^[A-Z][A-Z0-9_]*$/, {
    error: "must be the name of an environment variable: upper case letters, digits and underscores",
  });

/** Names of the product's own that customers see on the wire or in their shell. */
export const names = z.strictObject({
  /** Header of a 421 answer that names the endpoint of the tenant's region. */
  regionEndpointHeader: token,
  /** Name of the portal's session cookie. With the prefix `__Host-` a browser refuses it for other hosts. */
  sessionCookie: token,
  /** First part of an API key, so that secret scanners and people recognise one. */
  keyPrefix: z.string().regex(/^[a-z][a-z0-9]{1,15}$/, {
    error: "must be 2 to 16 lower case letters and digits, starting with a letter",
  }),
  /** Environment variable that says `on` or `off`; processes take nothing else. */
  telemetryVariable: environmentVariable,
});
