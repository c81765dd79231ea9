import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import { PinMapError, verifyPinMap } from "@bailiwick/contract/pins";
import { parseRegistry, type Region, RegistryError } from "@bailiwick/contract/region";
import { loopbackLookup } from "../platform/pins/index.ts";

/** One thing that a region's front door must do. */
export interface CheckReport {
  readonly check: "health" | "transport" | "regions" | "pins";
  readonly ok: boolean;
  /** What was seen, in words. */
  readonly detail: string;
}

export interface CheckTarget {
  /** Base URL of the region, as the list of regions has it. */
  readonly url: string;
  /** PEM: what its certificate must lead to. @default the authorities that Node trusts */
  readonly authority?: string | undefined;
}

/**
 * Asks a region's front door as any client does, without an account: whether it is ready, insists on TLS, lists itself among the
 * regions, and shows a pin map that its own public key verifies. Never rejects: a door that does not open is what it reports.
 */
export const checkRegion = async (target: CheckTarget): Promise<readonly CheckReport[]> => {
  const get = (path: string): Promise<Answer> => fetchFrom(target, path);
  const check = async (name: CheckReport["check"], look: () => Promise<string>): Promise<CheckReport> => {
    try {
      return { check: name, ok: true, detail: await look() };
    } catch (error) {
      return { check: name, ok: false, detail: wordsOf(error) };
    }
  };
  let own: Region | undefined;
  return [
    await check("health", async () => {
      const { status, body } = await get("/health");
      return status === 200 ? "ready" : fail(`/health answers ${status}: ${body.toString().trim().slice(0, 200)}`);
    }),
    await check("transport", async () => {
      const { headers } = await get("/.well-known/regions");
      const hsts = headers["strict-transport-security"];
      return hsts === undefined ? fail("no Strict-Transport-Security is sent") : hsts;
    }),
    await check("regions", async () => {
      const { regions } = parseRegistry(JSON.parse((await get("/.well-known/regions")).body.toString()));
      own = regions.find(({ baseUrl }) => baseUrl === target.url);
      return own?.id ?? fail(`no region of the list has ${target.url}`);
    }),
    await check("pins", async () => {
      if (own === undefined) return fail("the region is not known");
      const { status, body } = await get("/.well-known/pins");
      if (status !== 200) return fail(`/.well-known/pins answers ${status}`);
      const { epoch, notAfter } = await verifyPinMap(new Uint8Array(body), own);
      const until = new Date(notAfter * 1000).toISOString();
      return notAfter * 1000 > Date.now() ? `epoch ${epoch}, until ${until}` : fail(`the map ended at ${until}`);
    }),
  ];
};

class CheckFailed extends Error {}
const fail = (words: string): never => {
  throw new CheckFailed(words);
};

const wordsOf = (error: unknown): string => {
  if (error instanceof CheckFailed || error instanceof RegistryError || error instanceof PinMapError)
    return error.message;
  const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
  return `${error instanceof Error ? error.message : String(error)}${code}`;
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const fetchFrom = ({ url, authority }: CheckTarget, path: string): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const trust = authority === undefined ? {} : { ca: authority };
    const options = { lookup: loopbackLookup, signal: AbortSignal.timeout(10_000), ...trust };
    const sent = request(`${url}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
