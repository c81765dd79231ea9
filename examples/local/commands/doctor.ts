import { lookup } from "node:dns/promises";
import { statfs } from "node:fs/promises";
import { exitCodes } from "../failure.ts";
import { platformNames } from "../folder/choose.ts";
import { readInstance } from "../folder/instance.ts";
import { lockHolder } from "../folder/lock.ts";
import { pathsOf, repository } from "../folder/paths.ts";
import { carriedName, commandsFor } from "../output/command-line.ts";
import type { Report } from "../output/report.ts";
import { leftoversOf } from "../platform/leftovers.ts";
import { portOwner } from "../ports/owner.ts";
import { portsOf, usualPorts } from "../ports/plan.ts";
import { processTree } from "../process/table.ts";

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

/** Every port of the local platforms there are, or the usual ones where there is none, and who has it. */
const ports = async (): Promise<readonly Finding[]> => {
  const own = new Map<number, string>();
  const running = new Map<number, string>();
  for (const name of await platformNames()) {
    const paths = pathsOf(name);
    const ports = (await readInstance(paths).catch(() => undefined))?.ports ?? usualPorts(2);
    for (const port of portsOf(ports)) own.set(port, name);
    const holder = await lockHolder(paths.lock);
    if (holder !== undefined) for (const pid of await processTree(holder.pid)) running.set(pid, name);
  }
  if (own.size === 0) for (const port of portsOf(usualPorts(2))) own.set(port, "default");

  const taken: Finding[] = [];
  const held = new Map<string, number[]>();
  for (const port of [...own.keys()].sort((one, other) => one - other)) {
    const owner = await portOwner(port);
    if (owner === undefined) continue;
    const platform = running.get(owner.pid);
    if (platform !== undefined) held.set(platform, [...(held.get(platform) ?? []), port]);
    else {
      const what = `Port ${port} of the local platform "${own.get(port)}" is in use by process ${owner.pid} (${owner.command})`;
      taken.push({ what, good: true, advice: "Harmless: a start takes the next free port, and says so." });
    }
  }
  const ours = [...held].map(([name, list]) => ({
    what: `Ports ${list.join(", ")} are the local platform "${name}", which runs`,
    good: true,
  }));
  const found = [...ours, ...taken];
  return found.length === 0 ? [{ what: "The ports are free", good: true }] : found;
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
    const left = (await leftoversOf(paths)).map(({ label }) => label);
    const command = commandsFor({ name: carriedName(undefined, name) });
    found.push(
      left.length === 0
        ? { what: `Local platform "${name}" is stopped`, good: true }
        : {
            what: `Local platform "${name}" left ${left.join(", ")}`,
            good: false,
            advice: `The next start stops them, and so does: ${command("down")}`,
          },
    );
  }
  return found;
};
