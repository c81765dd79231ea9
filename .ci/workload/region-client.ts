import { Agent, request } from "node:https";
import type { Client } from "../../examples/local/http/client.ts";
import type { Region } from "./region.ts";

/** An HTTPS client for a region's hosts, all of which its balancer answers for. */
export const createRegionClient = ({ address, authority }: Pick<Region, "address" | "authority">): Client => {
  const agent = new Agent({
    keepAlive: true,
    ca: authority,
    lookup: (_host, options, callback) => {
      if (options.all === true) callback(null, [{ address, family: 4 }]);
      else callback(null, address, 4);
    },
  });
  return {
    call: (url, { method = "GET", headers = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const type = body === undefined ? {} : { "content-type": "application/json" };
        const sent = request(url, { method, agent, headers: { ...type, ...headers }, timeout: 20_000 });
        sent.once("timeout", () => sent.destroy(new Error(`${url} did not answer`)));
        sent.once("error", reject);
        sent.once("response", (answer) => {
          let text = "";
          answer.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          answer.once("error", reject);
          answer.once("end", () =>
            resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, json: parsed(text) }),
          );
        });
        sent.end(body === undefined ? undefined : JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
