import { type ClientRequest, request as openPlain, type RequestOptions } from "node:http";
import { request as openSecure } from "node:https";
import { loopbackLookup } from "../platform/pins/fetch-map.ts";
import type { CheckTarget } from "./target.ts";

/** Larger than the pin map of a million tenants. */
const maxBytes = 32 * 1024 * 1024;
/** Of silence. */
const timeoutMs = 15_000;
/** Of an exchange as a whole: what drips is not silent. */
const wholeMs = 30_000;

export interface CheckRequest {
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Reply {
  readonly status: number;
  /** Every field as it came, so that one that came twice is seen twice. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The values of a field, one for each time it was sent. */
  all(name: string): readonly string[];
  /** The field's values together, as RFC 9110 section 5.3 reads them. */
  field(name: string): string | undefined;
  /** The body as a JSON object; empty when it is none. */
  json(): Readonly<Record<string, unknown>>;
}

/** Asks as any client does: follows nothing, keeps no cookie, and every request on a connection of its own. */
export interface CheckClient {
  /** Rejects with a sentence when there is no answer. */
  ask(url: string, request?: CheckRequest): Promise<Reply>;
}

export const createCheckClient = (
  { authority, localAddress }: Pick<CheckTarget, "authority" | "localAddress">,
  deadlineMs = wholeMs,
): CheckClient => ({
  ask: (url, { method = "GET", headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      const content = body === undefined ? undefined : JSON.stringify(body);
      const described = content === undefined ? {} : { "content-type": "application/json" };
      const options: RequestOptions = {
        method,
        headers: { "user-agent": "bailiwick-region-check", ...described, ...headers },
        agent: false,
        lookup: loopbackLookup,
        timeout: timeoutMs,
        ...(localAddress === undefined ? {} : { localAddress }),
      };
      const late = setTimeout(
        () => sent.destroy(new Error(`no whole answer within ${deadlineMs / 1000} s`)),
        deadlineMs,
      );
      const unanswered = ({ code, message }: NodeJS.ErrnoException): void => {
        clearTimeout(late);
        reject(new Error(`${method} ${url} was not answered: ${code ?? message}`));
      };
      const sent: ClientRequest = url.startsWith("http:")
        ? openPlain(url, options)
        : openSecure(url, { ...options, ...(authority === undefined ? {} : { ca: authority }) });
      sent.once("timeout", () => sent.destroy(new Error(`nothing came within ${timeoutMs / 1000} s`)));
      sent.once("error", unanswered);
      sent.once("response", (response) => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size > maxBytes) response.destroy(new Error(`more than ${maxBytes} bytes came`));
          else chunks.push(chunk);
        });
        response.once("error", unanswered);
        response.once("end", () => {
          clearTimeout(late);
          resolve(replyOf(response.statusCode ?? 0, response.rawHeaders, new Uint8Array(Buffer.concat(chunks))));
        });
      });
      sent.end(content);
    }),
});

const replyOf = (status: number, raw: readonly string[], bytes: Uint8Array<ArrayBuffer>): Reply => {
  const fields = raw.flatMap((name, at) => (at % 2 === 0 ? [[name.toLowerCase(), raw[at + 1] ?? ""] as const] : []));
  const all = (name: string): readonly string[] => fields.flatMap(([own, value]) => (own === name ? [value] : []));
  return {
    status,
    fields,
    bytes,
    all,
    field: (name) => (all(name).length === 0 ? undefined : all(name).join(", ")),
    json() {
      try {
        const parsed: unknown = JSON.parse(new TextDecoder().decode(bytes));
        return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
      } catch {
        return {};
      }
    },
  };
};
