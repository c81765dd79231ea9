import type { Cloud, Operation } from "../cloud/cloud.ts";
import { beyondTheWorkload, strays } from "./expectations.ts";
import { follow } from "./runbook.ts";
import { type Step, StepFailed } from "./step.ts";
import { none, succeeded } from "./verdicts.ts";

const title = "a restored server takes the old one's place";

const cluster = "aws:rds/cluster:Cluster";
const instance = "aws:rds/clusterInstance:ClusterInstance";

/** What follows a server of another id: its own flags, and who may sign in where. */
const mayFollow: ReadonlySet<string> = new Set([cluster, instance, "aws:iam/rolePolicy:RolePolicy"]);

/** The catalog's server is restored beside Pulumi and given the old one's name, as docs/operate/restore.md says. */
export const restoredServer: Step = {
  title,
  async run({ workspace, cloud }) {
    const restored = exchangeServer(cloud);
    if (restored === undefined) return "no server of the stack's own";
    await follow(title, {
      "pulumi refresh": async () => succeeded(await workspace.run("refresh"), "The refresh"),
      "pulumi up": async () => {
        const ran = succeeded(await workspace.run("up"), "The up after the restore");
        const journal = cloud.takeJournal();
        const wrong = beyondTheWorkload(journal).filter(({ kind, type }) => kind !== "update" || !mayFollow.has(type));
        none(wrong.map(({ kind, urn }) => `The up after the restore did a ${kind} of ${urn}`));
        none(
          missing(journal).map((type) => `The up after the restore left every ${type} as it was`),
          ran.output,
        );
      },
    });
    none(strays([...cloud.all()], await workspace.exportState()));
    const flags = cloud.ofType(cluster).filter(({ inputs }) => inputs.deletionProtection !== true);
    none(flags.map(({ urn }) => `${urn} is not protected again`));
    return `${restored} known again`;
  },
};

/** Puts a restored server with its instances in the place of the first one; answers what it is now called inside RDS. */
const exchangeServer = (cloud: Cloud): string | undefined => {
  const [old] = cloud.ofType(cluster);
  if (old === undefined) return undefined;
  const { clusterResourceId: before } = old.state;
  const { state } = cloud.exchange(old, { ...old.inputs, deletionProtection: false, tags: {} });
  if (state.clusterResourceId === before) throw new StepFailed("The restored server is the old one.");
  for (const one of cloud.ofType(instance).filter(({ inputs }) => inputs.clusterIdentifier === old.id))
    cloud.exchange(one, { ...one.inputs, tags: {} });
  return String(state.clusterResourceId);
};

/** Types of which something must have been set right. */
const missing = (journal: readonly Operation[]): readonly string[] =>
  [cluster, "aws:iam/rolePolicy:RolePolicy"].filter((type) => !journal.some((operation) => operation.type === type));
