import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { headers } from "@bailiwick/contract/names";
import { importEdgeKey, noUser, sign, unsignedDigest } from "@bailiwick/contract/signature";
import type { State } from "../../local/folder/state.ts";

export interface EdgeCall {
  readonly region: string;
  /** Slug the edge vouches for. */
  readonly tenant: string;
  readonly target: string;
  /** @default the tenant's host in that region */
  readonly host?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Calls a region's core API as its edge would, with the edge's own key: what somebody could do who has taken an edge.
 * Nothing but the core API itself refuses it then.
 */
export const callAsEdge = async (
  root: string,
  state: State,
  call: EdgeCall,
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }> => {
  const region = state.regions.find(({ id }) => id === call.region);
  if (region === undefined) throw new Error(`there is no region ${call.region}`);
  const secrets: { edgeKeys: { id: string; secret: string }[] } = JSON.parse(
    await readFile(join(root, "regions", call.region, "secrets.json"), "utf8"),
  );
  const [key] = secrets.edgeKeys;
  if (key === undefined) throw new Error(`the edge of ${call.region} has no key`);
  const host = call.host ?? `${call.tenant}.${new URL(region.edgeUrl).host}`;
  const signed = {
    time: Math.floor(Date.now() / 1000),
    method: "GET",
    target: call.target,
    host,
    tenant: call.tenant,
    region: call.region,
    requestId: randomUUID(),
    clientAddress: "127.0.0.1",
    user: noUser,
    digest: unsignedDigest,
  };
  const signature = await sign(signed, await importEdgeKey(key.id, Buffer.from(key.secret, "base64url")));
  const fields = {
    ...call.headers,
    host,
    [headers.requestId]: signed.requestId,
    [headers.tenant]: call.tenant,
    [headers.region]: call.region,
    [headers.clientAddress]: signed.clientAddress,
    [headers.edgeKey]: key.id,
    [headers.edgeTime]: String(signed.time),
    [headers.edgeSignature]: signature,
  };
  return new Promise((resolve, reject) => {
    request(`${region.apiUrl}${call.target}`, { headers: fields, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.once("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    })
      .once("error", reject)
      .end();
  });
};
