import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

/**
 * The health command of the core API's container: it has no shell and no curl. Ends with 0 when `/health` of this machine
 * answers 200. The certificate is that of the process beside it, issued for another name: nothing is verified, nothing sent.
 */
const secure = ["BAILIWICK_TLS_CERTIFICATE", "BAILIWICK_TLS_CERTIFICATE_FILE"].some((name) => process.env[name]);
const options = {
  host: "127.0.0.1",
  port: process.env.BAILIWICK_PORT,
  path: "/health",
  headers: { host: "localhost" },
  timeout: 4_000,
};
const answered = (status: number | undefined): void => {
  if (status !== 200) process.stderr.write(`/health answers ${status}.\n`);
  process.exit(status === 200 ? 0 : 1);
};
const sent = secure
  ? requestHttps({ ...options, rejectUnauthorized: false }, ({ statusCode }) => answered(statusCode))
  : requestHttp(options, ({ statusCode }) => answered(statusCode));
sent.on("timeout", () => sent.destroy(new Error("no answer in 4 seconds")));
sent.on("error", ({ message }) => {
  process.stderr.write(`/health cannot be asked: ${message}.\n`);
  process.exit(1);
});
sent.end();
