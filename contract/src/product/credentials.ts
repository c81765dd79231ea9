import * as z from "zod";
import { isoDuration } from "./iso-duration.ts";

/** Credentials of programs. An API key is a signed JWT (RFC 7519) with scopes, bound to one organisation. */
export const credentials = z.strictObject({
  /** `basic`: tenant credentials of an SDK (RFC 7617). `client-credentials`: OAuth 2.0 (RFC 6749 section 4.4). */
  methods: z.array(z.enum(["api-key", "basic", "client-credentials"])).min(1),
  /** Longest life of an API key. */
  apiKeyLifetime: isoDuration,
  /** Time during which the old key still works after a rotation. */
  rotationOverlapSeconds: z
    .int()
    .min(0)
    .max(7 * 86_400),
});
