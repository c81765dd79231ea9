import { LocalFailure } from "../failure.ts";
import type { Call, Client } from "../http/client.ts";

/** A signed-in person at one tenant. */
export interface Session {
  /** Calls the tenant's API; `path` from the root. Returns the body. Throws `LocalFailure` for any other status. */
  call(
    path: string,
    call: Call & { readonly expect: readonly number[] },
  ): Promise<{ readonly status: number; readonly json: unknown }>;
}

export interface Credentials {
  /** Origin of the tenant. */
  readonly endpoint: string;
  readonly email: string;
  readonly password: string;
}

/** Signs in. Throws `LocalFailure` when that is refused. */
export const signIn = async (client: Client, { endpoint, email, password }: Credentials): Promise<Session> => {
  const url = `${endpoint}/api/v1/auth/sign-in`;
  const { status, json, text } = await client.call(url, { method: "POST", body: { email, password } });
  const token = status === 200 ? field(json, "token") : undefined;
  if (token === undefined) throw unexpected(`Signing in ${email}`, url, status, text);
  return {
    async call(path, { expect, ...call }) {
      const answer = await client.call(endpoint + path, {
        ...call,
        headers: { ...call.headers, authorization: `Bearer ${token}` },
      });
      if (expect.includes(answer.status)) return { status: answer.status, json: answer.json };
      throw unexpected(`${call.method ?? "GET"} ${path}`, endpoint, answer.status, answer.text);
    },
  };
};

/** A member of a JSON object when it is a text. */
export const field = (value: unknown, name: string): string | undefined => {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === "string" ? found : undefined;
};

/** A member of a JSON object when it is a list. */
export const list = (value: unknown, name: string): readonly unknown[] => {
  const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return Array.isArray(found) ? found : [];
};

export const unexpected = (what: string, where: string, status: number, text: string): LocalFailure =>
  new LocalFailure({
    code: "unexpected-answer",
    message: `${what} at ${where} was answered ${status}.`,
    detail: text.slice(0, 600),
    suggestion: (command) => `See the logs: ${command("logs")}`,
    exitCode: 1,
  });
