import { beyondTheWorkload, holdsData, strays, unprotected, wronglyDestroyed } from "./expectations.ts";
import { interruptedUp } from "./interrupted-up.ts";
import { restoredServer } from "./restored-server.ts";
import * as edit from "./stamp-edits.ts";
import { type Step, StepFailed } from "./step.ts";
import { count, none, refused, succeeded, untouched } from "./verdicts.ts";

const preview: Step = {
  title: "preview",
  async run({ workspace, cloud }) {
    const ran = succeeded(await workspace.run("preview"), "The preview");
    untouched(cloud, ran);
    none(ran.events.warnings, ran.output);
    return `${ran.events.changes.create ?? 0} to create`;
  },
};

/** A first `up` that finds nothing of what the stack file brings makes nothing either. */
const lost: Step = {
  title: "what is brought is looked at first",
  async run({ workspace, cloud, brought }) {
    if (brought.looks === 0) return "nothing is brought";
    brought.lost = true;
    try {
      refused(await workspace.run("up"), /cannot be looked at: NotFound: it is not there/, cloud);
    } finally {
      brought.lost = false;
    }
    return "refused";
  },
};

/** The first failure ends its `up` where it is, as it does by default; later ones leave what does not depend on them to be made. */
const upWithFailures: Step = {
  title: "up, while every tenth creation fails",
  async run({ workspace, cloud, faults, failEvery }) {
    for (let ups = 1; ; ups += 1) {
      // Counted from one in each up: whichever creation comes first then succeeds, and an up that fails has made something.
      faults.every(failEvery);
      const { size } = cloud;
      const before = faults.count;
      const ran = await workspace.run("up", { args: ups > 1 ? ["--continue-on-error"] : [] });
      if (faults.count === before) {
        succeeded(ran, "The up without another failure");
        if (before === 0) throw new StepFailed(`There are fewer than ${failEvery} resources to fail.`, ran.output);
        faults.every(undefined);
        return `${count(before, "failure")}, ${count(ups, "up")}, ${count(cloud.size, "resource")}`;
      }
      if (ran.code === 0) throw new StepFailed("A creation failed and up succeeded.", ran.output);
      if (!ran.output.includes("(injected)")) throw new StepFailed("up does not tell the failure.", ran.output);
      if (cloud.size <= size) throw new StepFailed(`up did not get beyond ${size} resources.`, ran.output);
    }
  },
};

const secondUp: Step = {
  title: "second up changes nothing",
  async run({ workspace, cloud }) {
    const ran = succeeded(await workspace.run("up"), "The second up");
    untouched(cloud, ran);
    none(ran.events.operations, ran.output);
    none(strays([...cloud.all()], await workspace.exportState()));
    return `${ran.events.changes.same ?? 0} same`;
  },
};

const protection: Step = {
  title: "data is protected, and destroy refused",
  async run({ workspace, cloud }) {
    none(unprotected(await workspace.exportState()));
    // The worst case: a preview would stop at the first thing that is protected, whichever that is.
    const ran = await workspace.run("destroy");
    refused(ran, /protect/, cloud);
    return "nothing removed";
  },
};

const release: Step = {
  title: "new image digests touch only the workload",
  async run({ workspace, cloud }) {
    workspace.configure(edit.newDigests);
    const ran = succeeded(await workspace.run("up"), "The release");
    const journal = cloud.takeJournal();
    none(
      beyondTheWorkload(journal).map(({ kind, urn }) => `The release did a ${kind} of ${urn}`),
      ran.output,
    );
    if (journal.length === 0) throw new StepFailed("Nothing was released.", ran.output);
    return count(journal.length, "operation");
  },
};

const frozen: Step = {
  title: "a frozen fact cannot be changed",
  async run({ workspace, cloud }) {
    workspace.configure(edit.frozenFactChanged);
    refused(await workspace.run("up"), /needs a new stamp/, cloud);
    return "refused";
  },
};

const account: Step = {
  title: "another account is refused",
  async run({ workspace, cloud }) {
    workspace.configure(edit.anotherAccount);
    refused(await workspace.run("preview"), /account/i, cloud);
    return "refused";
  },
};

const decommission: Step = {
  title: "lifecycle: decommissioning",
  async run({ workspace, cloud }) {
    workspace.configure(edit.decommissioning);
    const ran = succeeded(await workspace.run("up"), "The decommissioning");
    const journal = cloud.takeJournal();
    const replaced = journal.filter(
      ({ kind, type }) => kind !== "update" && beyondTheWorkload([{ kind, type, urn: "", id: "" }]).length > 0,
    );
    none(
      replaced.map(({ kind, urn }) => `Decommissioning did a ${kind} of ${urn}`),
      ran.output,
    );
    return count(journal.length, "operation");
  },
};

const destroy: Step = {
  title: "destroy keeps keys and write-once stores",
  async run({ workspace, cloud }) {
    const before = [...cloud.all()];
    const ran = succeeded(await workspace.run("destroy"), "The destroy");
    const after = [...cloud.all()];
    none(wronglyDestroyed(before, after), ran.output);
    const left = (await workspace.exportState()).filter(({ custom }) => custom);
    none(
      left.map(({ urn }) => `${urn} is still in the state`),
      ran.output,
    );
    return `${before.length - after.length} removed, ${after.length} kept`;
  },
};

const again: Step = {
  title: "up again",
  async run({ workspace, cloud }) {
    const kept = cloud.size;
    workspace.configure(edit.madeAnew);
    succeeded(await workspace.run("up"), "The up after the destroy");
    return count(cloud.size - kept, "resource");
  },
};

/** The life of a stack that holds no data and no frozen fact, in order: the region-less host. */
export const stepsWithoutData: readonly Step[] = [
  preview,
  upWithFailures,
  secondUp,
  release,
  destroy,
  interruptedUp(() => true),
  again,
];

/** The life of a stamp, in order. */
export const steps: readonly Step[] = [
  preview,
  lost,
  interruptedUp(holdsData),
  upWithFailures,
  secondUp,
  protection,
  release,
  restoredServer,
  frozen,
  account,
  decommission,
  destroy,
  again,
];
