import { request } from "node:https";
import { headers } from "@bailiwick/contract/names";
import { loopbackLookup } from "../platform/pins/index.ts";
import type { AdminTarget } from "./admin-target.ts";
import { CommandFailure } from "./failure.ts";

export interface AdminAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One call of the administrator's API. Throws `CommandFailure` when the region cannot be reached or refuses the key. */
export const callAdmin = async (
  target: AdminTarget,
  method: "GET" | "POST",
  path: string,
  body?: unknown,
  idempotencyKey?: string,
): Promise<AdminAnswer> => {
  const answer = await send(
    target,
    method,
    path,
    body === undefined ? undefined : JSON.stringify(body),
    idempotencyKey,
  );
  if (answer.status === 401 || answer.status === 403) {
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
            resolve({ status: response.statusCode ?? 0, body: record });
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
