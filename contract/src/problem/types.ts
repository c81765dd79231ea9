interface ProblemType {
  readonly type: string;
  readonly status: number;
  readonly title: string;
}

const own = <const Name extends string>(name: Name, status: number, title: string): ProblemType => ({
  type: `urn:bailiwick:problem:${name}`,
  status,
  title,
});

const iana = (name: string, status: number, title: string): ProblemType => ({
  type: `https://iana.org/assignments/http-problem-types#${name}`,
  status,
  title,
});

/**
 * Every problem the platform answers with (RFC 9457). `type` and `status` are a public contract: clients branch on them,
 * so an entry is added, never changed.
 */
export const problemTypes = {
  "bad-request": own("bad-request", 400, "The request is malformed"),
  "not-canonical": own("not-canonical", 400, "The request target is not in canonical form"),
  unauthenticated: own("unauthenticated", 401, "Sign in first"),
  "invalid-credentials": own("invalid-credentials", 401, "E-mail or password is wrong"),
  forbidden: own("forbidden", 403, "Your role does not allow this"),
  "address-not-allowed": own("address-not-allowed", 403, "Your network address is not on the tenant's allowlist"),
  "plan-does-not-allow": own("plan-does-not-allow", 403, "Your plan does not include this"),
  "not-found": own("not-found", 404, "There is no such resource"),
  "method-not-allowed": own("method-not-allowed", 405, "The method is not allowed here"),
  conflict: own("conflict", 409, "The request conflicts with the current state"),
  "length-required": own("length-required", 411, "A Content-Length is required"),
  "version-mismatch": own("version-mismatch", 412, "The resource has changed since you read it"),
  "body-too-large": own("body-too-large", 413, "The request body is too large"),
  "unsupported-media-type": own("unsupported-media-type", 415, "The media type is not supported"),
  "wrong-region": own("wrong-region", 421, "The tenant lives in another region"),
  "unknown-host": own("unknown-host", 421, "This host name is not served here"),
  "untrusted-hop": own("untrusted-hop", 421, "The request did not come through this region's edge"),
  invalid: own("invalid", 422, "The request is not valid"),
  "precondition-required": own("precondition-required", 428, "Say which version you are changing"),
  "headers-too-large": own("headers-too-large", 431, "The request header fields are too large"),
  "quota-exceeded": iana("quota-exceeded", 429, "The request quota is used up"),
  "abnormal-usage": iana("abnormal-usage-detected", 429, "Too many requests from this address"),
  "reduced-capacity": iana("temporary-reduced-capacity", 503, "The service is busy"),
  "pins-unavailable": own("pins-unavailable", 503, "The tenant's region cannot be established"),
  "tenant-frozen": own("tenant-frozen", 503, "The tenant is being moved and does not accept writes"),
  "tenant-unavailable": own("tenant-unavailable", 503, "The tenant is not available"),
  unavailable: own("unavailable", 503, "The service is not available"),
  "bad-gateway": own("bad-gateway", 502, "The origin could not be reached"),
  "gateway-timeout": own("gateway-timeout", 504, "The origin did not answer in time"),
  internal: own("internal", 500, "Something went wrong on our side"),
} as const satisfies Record<string, ProblemType>;

export type ProblemName = keyof typeof problemTypes;
