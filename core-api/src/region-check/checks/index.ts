import type { Check } from "../check.ts";
import { alpn } from "./alpn.ts";
import { auditRoundTrip } from "./audit-round-trip.ts";
import { certificate } from "./certificate.ts";
import { health } from "./health.ts";
import { misdirectedCanary } from "./misdirected-canary.ts";
import { misdirectedHere } from "./misdirected-here.ts";
import { misdirectedThere } from "./misdirected-there.ts";
import { pinMap } from "./pin-map.ts";
import { privatePaths } from "./private-paths.ts";
import { reach } from "./reach.ts";
import { redirect } from "./redirect.ts";
import { securityHeaders } from "./security-headers.ts";
import { securityTxt } from "./security-txt.ts";
import { signInLimit } from "./sign-in-limit.ts";
import { strictTransport } from "./strict-transport.ts";
import { tlsCiphers } from "./tls-ciphers.ts";
import { tlsVersions } from "./tls-versions.ts";
import { unknownTenant } from "./unknown-tenant.ts";

/** Every check, in the order they are run. The limit of sign-ins is last: nobody signs in right after it. */
export const checks: readonly Check[] = [
  reach,
  tlsVersions,
  tlsCiphers,
  certificate,
  alpn,
  strictTransport,
  redirect,
  health,
  privatePaths,
  securityHeaders,
  securityTxt,
  pinMap,
  unknownTenant,
  misdirectedCanary,
  misdirectedThere,
  misdirectedHere,
  auditRoundTrip,
  signInLimit,
];
