import { once } from "node:events";
import { connect } from "node:http2";
import { loopbackLookup } from "../../platform/pins/fetch-map.ts";
import { defineCheck, NotSo } from "../check.ts";
import { shakeHands } from "../handshake.ts";
import type { CheckTarget } from "../target.ts";

const remedy = "Have what ends TLS offer what it speaks: h2 and http/1.1, or http/1.1 alone.";

/** What the server chooses of what a client offers (RFC 7301), it also speaks. A server may leave the choice to HTTP/1.1. */
export const alpn = defineCheck({
  id: "alpn",
  title: "ALPN",
  needs: [],
  async run(target, client) {
    const { url } = target;
    const old = await shakeHands(target, url, { protocols: ["http/1.1"], verify: false });
    if (!old.agreed) throw new NotSo(`a client of HTTP/1.1 is refused: ${old.reason}`, remedy);
    if (old.protocol !== undefined && old.protocol !== "http/1.1") {
      throw new NotSo(`${old.protocol} is chosen for a client that offers http/1.1`, remedy);
    }
    const both = await shakeHands(target, url, { protocols: ["h2", "http/1.1"], verify: false });
    if (!both.agreed) throw new NotSo(`a client of HTTP/2 and HTTP/1.1 is refused: ${both.reason}`, remedy);
    if (both.protocol === "h2") {
      const status = await statusOverHttp2(target).catch((error: Error) => error.message);
      if (typeof status !== "number") throw new NotSo(`h2 is chosen and not spoken: ${status}`, remedy);
      return "HTTP/2 chosen and spoken, HTTP/1.1 for who knows no other";
    }
    await client.ask(`${url}/health`);
    return `${both.protocol ?? "nothing"} chosen, HTTP/1.1 spoken`;
  },
});

const statusOverHttp2 = async ({ url, authority }: CheckTarget): Promise<number> => {
  const session = connect(url, { lookup: loopbackLookup, ...(authority === undefined ? {} : { ca: authority }) });
  const broken = once(session, "error").then(([error]) => Promise.reject(error));
  try {
    const stream = session.request({ ":path": "/health" });
    stream.setTimeout(10_000, () => stream.destroy(new Error("nothing came within 10 s")));
    const [headers] = await Promise.race([once(stream, "response"), broken]);
    stream.resume();
    return Number(headers[":status"]);
  } finally {
    broken.catch(() => undefined);
    session.destroy();
  }
};
