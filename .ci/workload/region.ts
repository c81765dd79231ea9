import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { makeAuthority, makeLeaf } from "../../core-api/src/platform/certificates/make.ts";
import { motoCredentials } from "../../core-api/test/aws/moto.ts";
import { type CapturedGraph, ofType } from "../../infra/graph/captured.ts";
import { localImage } from "../images/images-folder.ts";
import type { DeclaredTask } from "./definition.ts";
import { createNetwork, type Gate } from "./network.ts";
import type { Podman } from "./podman.ts";
import { runTask, type Task } from "./run-task.ts";
import { startAws } from "./stand-ins/aws.ts";
import { startBalancer } from "./stand-ins/balancer.ts";
import { startNames } from "./stand-ins/names.ts";
import { startRds } from "./stand-ins/rds.ts";

/** A region of which everything but the cloud is real: its tasks run as its graph declares them. */
export interface Region {
  /** Base URL, as the graph exports it. */
  readonly url: string;
  /** Where the balancer listens, whatever name is asked for. */
  readonly address: string;
  /** PEM of the authority that the balancer's certificate leads to. */
  readonly authority: string;
  /** The ways to the database servers. */
  readonly databases: readonly Gate[];
  /** Starts a task of the graph by the end of its family: `worker`, `api`, `edge`, `smoke`. The last one started is asked. */
  start(part: string): Promise<Task>;
  /** The one that was started last. */
  task(part: string): Task;
  stop(): Promise<void>;
}

const taskDefinition = z.looseObject({
  family: z.string(),
  memory: z.string(),
  volumes: z.array(z.strictObject({ name: z.string() })),
  containerDefinitions: z.string(),
});
const server = z.looseObject({ host: z.string(), port: z.number(), masterSecret: z.string() });
const contract = z.looseObject({
  url: z.string(),
  catalog: server,
  tenantServers: z.record(z.string(), server),
});

const motoPort = 4566;
const bundle = "/app/certificates/rds.pem";

/** Starts what stands in for the cloud of one captured stack; its tasks are the caller's to start. */
export const startRegion = async (graph: CapturedGraph, podman: Podman): Promise<Region> => {
  const facts = contract.parse(graph.outputs.contract);
  const region = z.string().parse(new URL(facts.url).hostname.split(".")[0]);
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
    const given: Record<string, string> = {};
    for (const { host: name, port, masterSecret } of servers) {
      const user = { username: "bailiwick", password: "of-the-stand-in" };
      const rds = await startRds(user, await makeLeaf({ names: [name], days: 60, authority }));
      ends.push(() => rds.stop());
      given[masterSecret] = JSON.stringify(user);
      const at = network.anotherAddress();
      hosts.set(name, at);
      databases.push(await network.forward(at, port, rds.port));
    }
    const aws = await startAws(graph, region, network.address, given);
    ends.push(() => aws.stop());

    const address = network.anotherAddress();
    const certificate = await makeLeaf({ names: [host, `*.${host}`], days: 60, authority });
    const balancer = await startBalancer({ address, certificate, target: () => running.get("edge")?.address ?? "" });
    ends.push(() => balancer.stop());
    const origin = originHost(graph);
    const names = await startNames(network.address, (name) => {
      if (name === host || name.endsWith(`.${host}`)) return address;
      // The internal balancer passes connections through, from its port to the same one of the task.
      return name === origin ? running.get("api")?.address : hosts.get(name);
    });
    ends.push(() => names.stop());

    return {
      url: facts.url,
      address,
      authority: authority.certificate,
      databases,
      async start(part) {
        await running.get(part)?.remove();
        running.delete(part);
        const task = await runTask(declared(graph, part), {
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

const declared = (graph: CapturedGraph, part: string): DeclaredTask => {
  const all = ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").map(({ inputs }) => taskDefinition.parse(inputs));
  const found = all.find(({ family }) => family.endsWith(`-${part}`));
  if (found === undefined) throw new RangeError(`the graph of ${graph.stack} has no task ${part}`);
  return found;
};

const originHost = (graph: CapturedGraph): string => {
  const [, host] =
    /"name":"BAILIWICK_ORIGIN","value":"([^":]+):8443"/.exec(declared(graph, "edge").containerDefinitions) ?? [];
  if (host === undefined) throw new RangeError("the edge is not told its origin on port 8443");
  return host;
};
