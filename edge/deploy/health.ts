import { readFileSync } from "node:fs";
import { request } from "node:https";
import { createEnvironment } from "@bailiwick/contract/environment";
import { isHealthy } from "./container/health-answer.ts";
import { readPlace } from "./container/place.ts";

/**
 * The health command of the edge's container: it has no shell and no curl. Ends with 0 while the edge can serve its own
 * region. The certificate is that of the process beside it, issued for another name: nothing is verified, nothing sent.
 */
const environment = createEnvironment(process.env, (path) => readFileSync(path, "utf8"));
const place = readPlace(environment);

const end = (problem: string | undefined): never => {
  if (problem !== undefined) process.stderr.write(`${problem}\n`);
  return process.exit(problem === undefined ? 0 : 1);
};
if (place === undefined) end(environment.problems.join("\n"));
else {
  const { registry, region } = place;
  const base = registry.regions.find(({ id }) => id === region)?.baseUrl ?? registry.globalUrl;
  const sent = request(
    {
      host: "127.0.0.1",
      port: environment.optional("BAILIWICK_PORT") ?? "8443",
      path: "/health",
      headers: { host: new URL(base).host },
      rejectUnauthorized: false,
      timeout: 4_000,
    },
    (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      answer.on("end", () => {
        const healthy = isHealthy(answer.statusCode, body, region);
        end(healthy ? undefined : `/health answers ${answer.statusCode}: ${body.trim().slice(0, 300)}`);
      });
    },
  );
  sent.on("timeout", () => sent.destroy(new Error("no answer in 4 seconds")));
  sent.on("error", ({ message }) => end(`/health cannot be asked: ${message}.`));
  sent.end();
}
