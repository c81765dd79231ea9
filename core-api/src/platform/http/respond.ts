import { type ProblemName, problemContentType, problemDocument, problemTypes } from "@bailiwick/contract/problem";
import type { Context, TypedResponse } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { JSONParsed } from "hono/utils/types";
import type { ApiEnv } from "./env.ts";
import type { ProblemDetails } from "./problem-error.ts";

type Fields = Readonly<Record<string, string>>;

/**
 * Headers of every answer in one plain object, which the Node adapter writes as it is; setting them through `Headers`
 * costs more than the rest of the request.
 */
const common = (requestId: string, contentType: string): Record<string, string> => ({
  "content-type": contentType,
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-request-id": requestId,
});

/** A JSON answer. */
export const json = <T extends object, Status extends ContentfulStatusCode>(
  c: Context<ApiEnv>,
  value: T,
  status: Status,
  fields?: Fields,
): Response & TypedResponse<JSONParsed<T>, Status, "json"> => {
  const headers = common(c.env.facts.requestId, "application/json");
  const answer = new Response(JSON.stringify(value), {
    status,
    headers: fields === undefined ? headers : Object.assign(headers, fields),
  });
  // The body's type lives in the type system only.
  return answer as Response & TypedResponse<JSONParsed<T>, Status, "json">;
};

/** 204, with no body and no content type. */
export const empty = (c: Context<ApiEnv>, fields?: Fields): Response & TypedResponse<never, 204, "body"> => {
  const { "content-type": _, ...headers } = common(c.env.facts.requestId, "");
  const answer = new Response(null, { status: 204, headers: { ...headers, ...fields } });
  return answer as Response & TypedResponse<never, 204, "body">;
};

/** 304: what the caller has is what there is. */
export const notModified = (c: Context<ApiEnv>, etag: string): Response =>
  new Response(null, {
    status: 304,
    headers: { "cache-control": "no-store", "x-request-id": c.env.facts.requestId, etag },
  });

/** Bytes or text of another media type. */
export const content = (
  c: Context<ApiEnv>,
  body: string | Uint8Array<ArrayBuffer>,
  type: string,
  fields?: Fields,
): Response => new Response(body, { status: 200, headers: { ...common(c.env.facts.requestId, type), ...fields } });

/** A problem document (RFC 9457) under the request's id. */
export const problem = (requestId: string, name: ProblemName, details: ProblemDetails = {}): Response => {
  const headers = common(requestId, problemContentType);
  return new Response(JSON.stringify(problemDocument(name, requestId, details.detail, details.extensions)), {
    status: problemTypes[name].status,
    headers: details.headers === undefined ? headers : Object.assign(headers, details.headers),
  });
};
