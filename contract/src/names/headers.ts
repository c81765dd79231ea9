/**
 * Header names between client, edge and core API, in the lower case that HTTP/2 and workerd use.
 * The header that names the right region is the product's own: see `names.regionEndpointHeader` of the profile.
 */
export const headers = {
  /** Minted by the edge for every request; on every answer and in every audit record. */
  requestId: "x-request-id",
  /** What a client sent as `X-Request-Id`, kept for its own correlation and never trusted. */
  clientRequestId: "x-client-request-id",
  /** Client may repeat a POST safely within 24 hours under the same key. */
  idempotencyKey: "idempotency-key",
  /** `true` on the answer to a repeated POST: it is the first one's. */
  idempotentReplayed: "idempotent-replayed",
  /** Slug of the tenant the edge classified, or `-` for a route without a tenant. */
  tenant: "x-bailiwick-tenant",
  /** Region of the edge that signed. */
  region: "x-bailiwick-region",
  /** Client address the edge established, without port. */
  clientAddress: "x-bailiwick-client-address",
  edgeKey: "x-bailiwick-edge-key",
  edgeTime: "x-bailiwick-edge-time",
  edgeSignature: "x-bailiwick-edge-signature",
  /** Key of the platform administrator, separate from every tenant credential (requirement 4.10). */
  adminKey: "x-admin-api-key",
} as const;

export type PlatformHeader = (typeof headers)[keyof typeof headers];
