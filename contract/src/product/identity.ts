import * as z from "zod";
import { identifier } from "./identifier.ts";

const domainPattern = /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** What the product is called: `id` in paths and host names, `name` in front of people. */
export const productId = identifier;
export const productName = z.string().trim().min(1).max(60);

/** Host name under which the regions' host names lie, lower case and without a port (RFC 1123 section 2.1). */
export const productDomain = z.string().regex(domainPattern, {
  error: 'must be a lower case domain name without scheme, port or path, such as "flow.example"',
});
