import { importFile, pendingCreations } from "../../pending/import-file.ts";
import type { Workspace } from "../cli/workspace.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { holdsData, strays } from "./expectations.ts";
import { follow } from "./runbook.ts";
import { type Step, StepFailed } from "./step.ts";
import { count, none, refused, succeeded } from "./verdicts.ts";

const title = "up is killed in the middle, and mended";

/**
 * kill -9 of `up` and all its processes at the first creation of a type that `isMoment` picks: the cloud has made it and nobody
 * was told. Then what docs/operate/interrupted-up.md says, with the ids that an operator would look up.
 */
export const interruptedUp = (isMoment: (type: string) => boolean): Step => ({
  title,
  async run({ workspace, cloud, interruptAt }) {
    await killedUp(workspace, cloud, interruptAt === undefined ? isMoment : (type) => type === interruptAt);
    const killedAt = cloud.size;
    refused(await workspace.run("up"), /locked[\s\S]*pulumi cancel/, cloud);

    const known = new Set((await workspace.exportState()).map(({ urn }) => urn));
    const lost = new Map([...cloud.all()].filter(({ urn }) => !known.has(urn)).map((made) => [made.urn, made]));
    if (lost.size === 0) throw new StepFailed("Nothing was lost: the kill came too late.");

    let state: unknown;
    await follow(title, {
      "pulumi cancel": async () => succeeded(await workspace.run("cancel"), "The cancel"),
      "pulumi stack export --file state.json": async () => {
        state = await workspace.exportDocument();
      },
      "npm run --silent pending -- state.json > found.json": async () => {
        const pending = pendingCreations(state);
        const told = new Set(pending.map(({ urn }) => urn));
        none([...lost.keys()].filter((urn) => !told.has(urn)).map((urn) => `${urn} was made, and is not pending`));
        const there = pending.filter(({ urn }) => lost.has(urn));
        workspace.write("found.json", JSON.stringify(importFile(there, ({ urn }) => lost.get(urn)?.id)));
      },
      "pulumi import": async (args) => succeeded(await workspace.run("import", { args }), "The import"),
      "pulumi refresh": async (args) => succeeded(await workspace.run("refresh", { args }), "The refresh"),
    });
    none(strays([...cloud.all()], await workspace.exportState()));
    none(pendingCreations(await workspace.exportDocument()).map(({ urn }) => `${urn} is still pending`));

    const data = [...lost.values()].filter(({ type }) => holdsData(type)).length;
    const withData = data === 0 ? "" : `, ${data} of them with data`;
    return `killed at ${count(killedAt, "resource")}, ${lost.size} lost and found${withData}`;
  },
});

/** Resolves when the killed up is dead and what had been on its way to the cloud has arrived. */
const killedUp = async (workspace: Workspace, cloud: Cloud, isMoment: (type: string) => boolean): Promise<void> => {
  const kill = new AbortController();
  const killed = new Error("killed");
  cloud.whenMade(
    ({ type }) => isMoment(type),
    () => kill.abort(killed),
  );
  const ended = await workspace.run("up", { kill: kill.signal }).catch((error: unknown) => {
    if (error !== killed) throw error;
  });
  if (ended !== undefined) throw new StepFailed("up ended before it could be killed.", ended.output);
  await cloud.quiet();
  cloud.takeJournal();
};
