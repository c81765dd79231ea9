import type { Address } from "@bailiwick/contract/address";
import { answer, type Decision, refuse, type Step } from "../../decision.ts";
import type { Facts } from "../../facts.ts";
import { log } from "../../log.ts";
import type { Origin } from "../../origin.ts";
import { problemText } from "../../problem.ts";
import { type Counted, counted } from "./counted.ts";
import { maxHeaderBytes, maxHeaderCount, originHeaders } from "./request-headers.ts";

export interface ForwardOptions {
  readonly origin: Origin;
  readonly maxBytes: number;
  /** Time until the origin has to begin its answer. */
  readonly timeoutMs: number;
}

/** Sends the request to this region's origin, signed, and its answer back as it comes. The only step that fetches. */
export const forward = ({ origin, maxBytes, timeoutMs }: ForwardOptions): Step => {
  const tooManyHeaders = refuse(
    problemText("headers-too-large", `At most ${maxHeaderCount} header fields of ${maxHeaderBytes} bytes together.`),
  );
  const tooLarge = refuse(problemText("body-too-large", `A request body has at most ${maxBytes} bytes.`));
  const unreachable = refuse(problemText("bad-gateway"));
  const late = refuse(problemText("gateway-timeout"));

  return async function forward(request, facts): Promise<Decision> {
    const headers = originHeaders(request.headers);
    if (headers === undefined) return tooManyHeaders;
    headers.set("traceparent", newTrace(facts.requestId));
    const { host, target, tenant, requestId, address } = facts;
    const clientAddress = (address as Address).text;
    await origin.vouch(headers, { method: request.method, target, host, tenant, requestId, clientAddress });

    const { body, measured } = passedBody(request, facts);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), timeoutMs);
    try {
      const response = await origin.fetch(
        new Request(`https://${host}${target}`, {
          method: request.method,
          headers,
          body,
          redirect: "manual",
          signal: abort.signal,
        }),
      );
      // The origin may answer before it has seen the end of a body that is too long: its answer is to something else.
      if (measured?.exceeded()) return tooLarge;
      return response.status === 101 ? unreachable : answer(new Response(response.body, response));
    } catch (error) {
      if (measured?.exceeded()) return tooLarge;
      const timedOut = abort.signal.aborted;
      log("error", timedOut ? "origin.late" : "origin.unreachable", { requestId, tenant, error: nameOf(error) });
      return timedOut ? late : unreachable;
    } finally {
      clearTimeout(timer);
    }
  };
};

const passedBody = (
  { method, body }: Request,
  { countedBytes }: Facts,
): { body: ReadableStream<Uint8Array> | null; measured: Counted | undefined } => {
  if (method === "GET" || method === "HEAD" || body === null) return { body: null, measured: undefined };
  if (countedBytes === undefined) return { body, measured: undefined };
  const measured = counted(body, countedBytes);
  return { body: measured.stream, measured };
};

/** A trace of our own (W3C Trace Context, section 3.2): the trace id is the request id, so that one leads to the other. */
const newTrace = (requestId: string): string => {
  const traceId = requestId.replaceAll("-", "");
  return `00-${traceId}-${traceId.slice(16)}-01`;
};

const nameOf = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : "unknown");
