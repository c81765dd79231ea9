import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { makeAuthority, makeLeaf } from "../../core-api/src/platform/certificates/make.ts";
import { motoCredentials } from "../../core-api/test/aws/moto.ts";
import { type CapturedGraph, ofType } from "../../infra/graph/captured.ts";
import { localImage } from "../images/images-folder.ts";
import { declaredTask } from "./declared-tasks.ts";
import { parseTask } from "./definition.ts";
import { createNetwork, type Gate } from "./network.ts";
import type { Podman } from "./podman.ts";
import { runTask, type Task } from "./run-task.ts";
import { secretValue } from "./secrets.ts";
import { startAws } from "./stand-ins/aws.ts";
import { startBalancer } from "./stand-ins/balancer.ts";
import { startNames } from "./stand-ins/names.ts";
import { startRds } from "./stand-ins/rds.ts";

/** A region of which everything but the cloud is real: its tasks run as its graph declares them. */
export interface Region {
  readonly id: string;
  /** Base URL, as the graph exports it. */
  readonly url: string;
  /** Where the balancer listens, whatever name is asked for. */
  readonly address: string;
  /** PEM of the authority that the balancer's certificate leads to. */
  readonly authority: string;
  /** Every DNS name that a task asked for, known or not. */
  readonly namesAsked: ReadonlySet<string>;
  /** Hosts that the tasks are told of: of database servers, of the balancer before the core API, of other regions. */
  readonly declaredHosts: readonly string[];
  /** The operator's key, as the region made it at its first start. */
  adminKey(): Promise<string>;
  /** The ways to the database servers. */
  readonly databases: readonly Gate[];
  /** Starts a task of the graph by the end of its family: `worker`, `api`, `edge`, `smoke`. The last one started is asked. */
  start(part: string): Promise<Task>;
  /** The one that was started last. */
  task(part: string): Task;
  stop(): Promise<void>;
}

const server = z.looseObject({ host: z.string(), port: z.number(), masterSecret: z.string() });
const contract = z.looseObject({
  url: z.string(),
  catalog: server,
  tenantServers: z.record(z.string(), server),
  blobs: z.looseObject({ name: z.string() }),
  artifacts: z.looseObject({ name: z.string() }),
  audit: z.looseObject({ name: z.string(), days: z.number() }),
  keys: z.looseObject({ dataKey: z.string() }),
  region: z.string(),
});

const motoPort = 4566;
const bundle = "/app/certificates/rds.pem";

/** Starts what stands in for the cloud of one captured stack; its tasks are the caller's to start. */
export const startRegion = async (graph: CapturedGraph, podman: Podman): Promise<Region> => {
  const facts = contract.parse(graph.outputs.contract);
  const servers = [facts.catalog, ...Object.values(facts.tenantServers)];
  const folder = mkdtempSync(join(tmpdir(), "bailiwick-region-"));
  const ends: (() => Promise<void> | void)[] = [() => rmSync(folder, { recursive: true, force: true })];
  const running = new Map<string, Task>();

  const stop = async (): Promise<void> => {
    for (const task of running.values()) await task.remove();
    for (const end of ends.splice(0).reverse()) await end();
  };

  try {
    const network = createNetwork();
    ends.push(() => network.remove());
    const host = new URL(facts.url).hostname;
    const authority = await makeAuthority({ commonName: "stand-in", days: 90, domains: ["amazonaws.com", host] });
    const authorityFile = join(folder, "authority.pem");
    writeFileSync(authorityFile, authority.certificate);

    const databases: Gate[] = [];
    const hosts = new Map<string, string>();
    const given: Record<string, string> = broughtPepper(graph);
    for (const { host: name, port, masterSecret } of servers) {
      const user = { username: "bailiwick", password: "of-the-stand-in" };
      const rds = await startRds(user, await makeLeaf({ names: [name], days: 60, authority }));
      ends.push(() => rds.stop());
      given[masterSecret] = JSON.stringify(user);
      const at = network.anotherAddress();
      hosts.set(name, at);
      databases.push(await network.forward(at, port, rds.port));
    }
    const aws = await startAws(graph, {
      region: facts.region,
      address: network.address,
      used: {
        keyArn: facts.keys.dataKey,
        buckets: [facts.blobs.name, facts.artifacts.name],
        audit: { bucket: facts.audit.name, days: facts.audit.days },
      },
      given,
    });
    ends.push(() => aws.stop());

    const address = network.anotherAddress();
    const certificate = await makeLeaf({ names: [host, `*.${host}`], days: 60, authority });
    const balancer = await startBalancer({
      address,
      certificate,
      minVersion: minimumOf(graph),
      target: () => running.get("edge")?.address ?? "",
    });
    ends.push(() => balancer.stop());
    const origin = originHost(graph);
    const names = await startNames(network.address, (name) => {
      if (name === host || name.endsWith(`.${host}`)) return address;
      // The internal balancer passes connections through, from its port to the same one of the task.
      return name === origin ? running.get("api")?.address : hosts.get(name);
    });
    ends.push(() => names.stop());

    return {
      id: facts.region,
      url: facts.url,
      address,
      authority: authority.certificate,
      namesAsked: names.asked,
      declaredHosts: [...hosts.keys(), origin, ...otherRegions(graph, host)],
      adminKey: () => secretValue(secretOf(graph, "BAILIWICK_ADMIN_KEY"), aws.readSecret),
      databases,
      async start(part) {
        await running.get(part)?.remove();
        running.delete(part);
        const task = await runTask(declaredTask(graph, part), {
          podman,
          network,
          image: (name) => localImage(name.includes("/edge@") ? "edge" : "core-api"),
          readSecret: aws.readSecret,
          names: network.address,
          platform: {
            ...motoCredentials,
            BAILIWICK_AWS_ENDPOINT: `http://127.0.0.1:${motoPort}`,
            NODE_EXTRA_CA_CERTS: bundle,
          },
          files: part === "edge" ? {} : { [bundle]: authorityFile },
          loopback: { [motoPort]: aws.port },
        });
        running.set(part, task);
        return task;
      },
      task(part) {
        const found = running.get(part);
        if (found === undefined) throw new RangeError(`no task ${part} runs`);
        return found;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** The pepper of a product's first region, where this is a later one. */
const broughtPepper = (graph: CapturedGraph): Record<string, string> => {
  const arn = secretOf(graph, "BAILIWICK_PIN_PEPPER");
  const made = ofType(graph, "aws:secretsmanager/secret:Secret").some(({ id }) => id === arn);
  return made ? {} : { [arn]: randomBytes(32).toString("base64url") };
};

/** ARN of a secret of the core API's. */
const secretOf = (graph: CapturedGraph, variable: string): string => {
  const [api] = parseTask(declaredTask(graph, "api")).containers;
  const found = api?.secrets.find(({ name }) => name === variable);
  if (found === undefined) throw new RangeError(`the core API is given no ${variable}`);
  return found.valueFrom;
};

const ofEdge = (graph: CapturedGraph, variable: string): string => {
  const [edge] = parseTask(declaredTask(graph, "edge")).containers;
  const found = edge?.environment.find(({ name }) => name === variable);
  if (found === undefined) throw new RangeError(`the edge is given no ${variable}`);
  return found.value;
};

const originHost = (graph: CapturedGraph): string => {
  const [host = "", port] = ofEdge(graph, "BAILIWICK_ORIGIN").split(":");
  if (port !== "8443") throw new RangeError("the edge is not told its origin on port 8443");
  return host;
};

const registry = z.looseObject({ regions: z.array(z.looseObject({ baseUrl: z.string() })) });

/** Hosts of the regions that the edge knows beside its own. */
const otherRegions = (graph: CapturedGraph, own: string): readonly string[] =>
  registry
    .parse(JSON.parse(ofEdge(graph, "BAILIWICK_REGISTRY")))
    .regions.map(({ baseUrl }) => new URL(baseUrl).hostname)
    .filter((host) => host !== own);

const listener = z.looseObject({ port: z.number(), sslPolicy: z.string().optional() });

const minimumOf = (graph: CapturedGraph): "TLSv1.2" | "TLSv1.3" => {
  const policies = ofType(graph, "aws:lb/listener:Listener")
    .map(({ inputs }) => listener.parse(inputs))
    .flatMap(({ port, sslPolicy }) => (port === 443 && sslPolicy !== undefined ? [sslPolicy] : []));
  if (policies.length !== 1) throw new RangeError("one listener must end TLS on port 443");
  return policies[0]?.includes("TLS13-1-3") === true ? "TLSv1.3" : "TLSv1.2";
};
