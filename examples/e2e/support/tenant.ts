import { readFile } from "node:fs/promises";
import type { PlatformSecrets } from "../../local/folder/secrets.ts";
import type { State } from "../../local/folder/state.ts";
import { type Answer, type Call, type Client, createClient } from "../../local/http/client.ts";

let nextAddress = 10;

/** A client with a loopback address of its own where the system has them, so that no test meets another's limit. */
export const clientOf = async (state: State): Promise<Client> => {
  const caFile = state.regions[0]?.caFile ?? "";
  nextAddress += 1;
  const localAddress = process.platform === "linux" ? `127.0.9.${nextAddress}` : undefined;
  return createClient({ ca: await readFile(caFile, "utf8"), localAddress });
};

export interface TenantApi {
  readonly endpoint: string;
  readonly token: string;
  call(path: string, call?: Call): Promise<Answer>;
}

/** Signs the owner of a seeded tenant in. */
export const ownerOf = async (
  client: Client,
  state: State,
  secrets: PlatformSecrets,
  slug: string,
): Promise<TenantApi> => {
  const tenant = state.tenants.find((one) => one.slug === slug);
  if (tenant === undefined) throw new Error(`there is no tenant ${slug}`);
  return signedIn(client, tenant.endpoint, tenant.signInName, secrets.passwords[slug]?.[tenant.signInName] ?? "");
};

export const signedIn = async (
  client: Client,
  endpoint: string,
  email: string,
  password: string,
): Promise<TenantApi> => {
  const answer = await client.call(`${endpoint}/api/v1/auth/sign-in`, { method: "POST", body: { email, password } });
  const { token } = body<{ token?: string }>(answer);
  if (answer.status !== 200 || token === undefined) throw new Error(`sign-in answers ${answer.status}: ${answer.text}`);
  return {
    endpoint,
    token,
    call: (path, call = {}) =>
      client.call(endpoint + path, { ...call, headers: { authorization: `Bearer ${token}`, ...call.headers } }),
  };
};

/** The body as the shape a test expects; what is not there is undefined and fails the test. */
export const body = <T extends object>({ json }: Answer): Partial<T> =>
  typeof json === "object" && json !== null ? (json as Partial<T>) : {};

/** Creates a flow and returns its id. Throws unless it was created. */
export const createFlow = async (tenant: TenantApi, name: string): Promise<string> => {
  const answer = await tenant.call("/api/v1/flows", {
    method: "POST",
    body: { name, description: "", definition: {} },
  });
  const { id } = body<{ id: string }>(answer);
  if (answer.status !== 201 || id === undefined) throw new Error(`${answer.status}: ${answer.text}`);
  return id;
};
