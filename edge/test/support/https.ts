import type { IncomingHttpHeaders } from "node:http";
import { request } from "node:https";
import type { SecureVersion } from "node:tls";

export interface HttpsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}

export interface HttpsRequest {
  readonly ca: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly maxVersion?: SecureVersion;
}

/** One request over TLS to the loopback interface, whatever the name resolves to. */
export const fetchHttps = (url: string, { ca, method = "GET", headers = {}, body, maxVersion }: HttpsRequest) =>
  new Promise<HttpsAnswer>((resolve, reject) => {
    const { hostname } = new URL(url);
    const sending = request(
      url,
      {
        method,
        headers,
        ca,
        agent: false,
        servername: hostname,
        lookup: (_name, options, done) =>
          options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4),
        ...(maxVersion === undefined ? {} : { maxVersion, minVersion: maxVersion }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            rawHeaders: response.rawHeaders,
            body: Buffer.concat(chunks).toString(),
          }),
        );
        response.on("error", reject);
      },
    );
    sending.on("error", reject);
    sending.end(body);
  });
