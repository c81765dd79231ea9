import { request } from "node:https";
import { headers } from "@bailiwick/contract/names";
import { loopbackLookup } from "../platform/pins/index.ts";
import type { AdminTarget } from "./admin-target.ts";
import { CommandFailure } from "./failure.ts";

export interface AdminAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** True when the region answered an earlier request under the same idempotency key. */
  readonly repeated: boolean;
}

export interface AdminRequest {
  readonly body?: unknown;
  readonly idempotencyKey?: string;
}

/** One call of the administrator's API. Throws `CommandFailure` when the region cannot be reached or refuses the key. */
export const callAdmin = async (
  target: AdminTarget,
  method: "GET" | "POST",
  path: string,
  { body, idempotencyKey }: AdminRequest = {},
): Promise<AdminAnswer> => {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const answer = await send(target, method, path, sent, idempotencyKey);
  if (answer.status === 401) {
    throw new CommandFailure({
      code: "not-authenticated",
      message: `${target.url} refused the administrator's key.`,
      detail: text(answer.body.detail),
      suggestion: "Check that the key is this region's.",
      status: 3,
    });
  }
  return answer;
};

const send = (
  target: AdminTarget,
  method: string,
  path: string,
  body: string | undefined,
  idempotencyKey: string | undefined,
): Promise<AdminAnswer> =>
  new Promise((resolve, reject) => {
    const unreachable = (reason: string): CommandFailure =>
      new CommandFailure({ code: "unreachable", message: `${target.url} did not answer: ${reason}.` });
    const sent = request(
      `${target.url}${path}`,
      {
        method,
        lookup: loopbackLookup,
        timeout: 30_000,
        headers: {
          [headers.adminKey]: target.adminKey,
          ...(idempotencyKey === undefined ? {} : { [headers.idempotencyKey]: idempotencyKey }),
          ...(body === undefined
            ? {}
            : { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)) }),
        },
        ...(target.authority === undefined ? {} : { ca: target.authority }),
      },
      (response) => {
        let received = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          received += chunk;
        });
        response.on("end", () => {
          try {
            const parsed: unknown = received === "" ? {} : JSON.parse(received);
            const record = typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
            const repeated = response.headers[headers.idempotentReplayed] === "true";
            resolve({ status: response.statusCode ?? 0, body: record, repeated });
          } catch {
            reject(unreachable("the answer was no JSON"));
          }
        });
      },
    );
    sent.on("timeout", () => sent.destroy(new Error("it took longer than 30 seconds")));
    sent.on("error", (error: NodeJS.ErrnoException) => reject(unreachable(error.code ?? error.message)));
    sent.end(body);
  });

/** A member of a JSON answer when it is a string. */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
