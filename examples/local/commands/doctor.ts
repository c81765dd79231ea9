import { lookup } from "node:dns/promises";
import { statfs } from "node:fs/promises";
import { exitCodes } from "../failure.ts";
import { platformNames } from "../folder/choose.ts";
import { lockHolder } from "../folder/lock.ts";
import { pathsOf, repository } from "../folder/paths.ts";
import { readState } from "../folder/state.ts";
import type { Report } from "../output/report.ts";
import { portOwner } from "../ports/owner.ts";
import { isRunning } from "../process/identity.ts";

interface Finding {
  readonly what: string;
  readonly good: boolean;
  readonly advice?: string;
}

/** Looks at the machine and at what is there of local platforms; changes nothing. Status 1 when something needs attention. */
export const doctor = async (report: Report): Promise<number> => {
  const findings = [node(), await disk(), account(), await names(), ...(await ports()), ...(await platforms())];
  const lines = findings.map(
    ({ what, good, advice }) => `  ${good ? "✔" : "!"} ${what}${advice === undefined ? "" : `\n      ${advice}`}`,
  );
  const healthy = findings.every(({ good }) => good);
  report.result(`${lines.join("\n")}\n`, { healthy, findings });
  return healthy ? exitCodes.ok : exitCodes.error;
};

const node = (): Finding => {
  const good = Number(process.versions.node.split(".")[0]) >= 24;
  const what = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
  return good ? { what, good } : { what, good, advice: "Node 24 is needed; npm start brings one." };
};

const disk = async (): Promise<Finding> => {
  const { bavail, bsize } = await statfs(repository);
  const free = Math.floor((bavail * bsize) / 1024 / 1024);
  const good = free >= 400;
  return good
    ? { what: `${free} MB of disk free`, good }
    : { what: `${free} MB of disk free`, good, advice: "400 MB are needed." };
};

const account = (): Finding =>
  process.getuid?.() === 0
    ? { what: 'Runs as root: Postgres will run as the user "postgres"', good: true }
    : { what: "Runs as an ordinary user", good: true };

/** Browsers and curl take every `*.localhost` for this machine; some other programs ask the system. */
const names = async (): Promise<Finding> => {
  const known = await lookup("acme.eu.bailiwick.localhost").then(
    () => true,
    () => false,
  );
  if (known) return { what: "The system resolves *.localhost", good: true };
  return {
    what: "The system does not resolve *.localhost; browsers and curl do without",
    good: true,
    advice: "Other programs need an entry in /etc/hosts, or 127.0.0.1 with a Host header.",
  };
};

const ports = async (): Promise<readonly Finding[]> => {
  const taken: Finding[] = [];
  for (const port of [8443, 8444, 8445, 8080, 8081, 8082]) {
    const owner = await portOwner(port);
    if (owner === undefined) continue;
    const what = `Port ${port} is in use by process ${owner.pid} (${owner.command})`;
    taken.push({ what, good: true, advice: "Harmless: a start takes the next free port, and says so." });
  }
  return taken.length === 0 ? [{ what: "The default ports are free", good: true }] : taken;
};

const platforms = async (): Promise<readonly Finding[]> => {
  const found: Finding[] = [];
  for (const name of await platformNames()) {
    const paths = pathsOf(name);
    const holder = await lockHolder(paths.lock);
    if (holder !== undefined) {
      found.push({ what: `Local platform "${name}" runs as process ${holder.pid}`, good: true });
      continue;
    }
    const services = (await readState(paths).catch(() => undefined))?.services ?? [];
    const left = [];
    for (const { label, process: one } of services) if (one !== undefined && (await isRunning(one))) left.push(label);
    found.push(
      left.length === 0
        ? { what: `Local platform "${name}" is stopped`, good: true }
        : {
            what: `Local platform "${name}" left ${left.join(", ")}`,
            good: false,
            advice: "The next npm start stops them.",
          },
    );
  }
  return found;
};
