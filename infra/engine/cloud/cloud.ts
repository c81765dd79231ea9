import { setTimeout } from "node:timers/promises";
import { computedOutputs } from "../../graph/computed-outputs.ts";
import { CloudError } from "./cloud-error.ts";
import { type CloudResource, handles, type Properties, refersTo } from "./cloud-resource.ts";
import { type Faults, injected, NotReady } from "./faults.ts";
import { heldBy } from "./holds.ts";
import { checkNeeds } from "./needs.ts";
import { physicalName } from "./physical-name.ts";
import { recordWrites, refuseDeletion } from "./refuses-deletion.ts";
import type { World } from "./world.ts";

export interface Operation {
  readonly kind: "create" | "update" | "delete";
  readonly type: string;
  readonly urn: string;
  readonly id: string;
}

export interface Draft {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** Of the provider that makes it. */
  readonly region: string;
  readonly inputs: Properties;
}

/** Which resource is meant; its last known state tells apart what has the same id, as revisions of a task definition do. */
export interface Which {
  readonly type: string;
  readonly id: string;
  readonly state: Properties;
}

/** Everything that exists, kept while the process runs; it refuses what the real cloud would refuse. */
export interface Cloud extends World {
  /** Until it has been made, nobody else sees it. */
  create(draft: Draft): Promise<CloudResource>;
  update(which: Which, inputs: Properties): CloudResource;
  /** Somebody else, beside the engine, puts another thing with these inputs in the place of one, under the same name. */
  exchange(which: CloudResource, inputs: Properties): CloudResource;
  /** Until it is gone, it holds what it uses. Deleting what is gone is no error. */
  delete(which: Which): Promise<void>;
  find(which: Which): CloudResource | undefined;
  /** Resolves when nothing is being made any more. */
  quiet(): Promise<void>;
  /** What was done, in order, since the last call of this function. */
  takeJournal(): readonly Operation[];
  /** Calls `then` once, as soon as something is made that `is` picks and before whoever asked for it is answered. */
  whenMade(is: (made: CloudResource) => boolean, then: () => void): void;
  /** How many resources exist. */
  readonly size: number;
}

export interface CloudOptions {
  readonly accountId: string;
  /** @default aws */
  readonly partition?: string;
  readonly faults?: Faults;
  /**
   * How long a creation and a deletion take. What the engine does at the same time meets what is not there yet, or still is:
   * an order that the program has not told shows. @default 0
   */
  readonly latencyMilliseconds?: number;
}

export const createCloud = ({ accountId, partition = "aws", faults, latencyMilliseconds = 0 }: CloudOptions): Cloud => {
  const existing = new Map<string, CloudResource>();
  const incarnations = new Map<string, number>();
  const coming = new Set<CloudResource>();
  const kept = new Set<string>();
  const gone = new Set<string>();
  let journal: Operation[] = [];
  let watch: Parameters<Cloud["whenMade"]> | undefined;
  const seenAs = ({ type, name }: Draft | CloudResource): string => `${type} ${name}`;
  const keyOf = ({ type, id, state }: Which): string => [type, id, state.arn].join(" ");

  const world: World = {
    accountId,
    all: () => existing.values(),
    ofType: (type) => [...existing.values()].filter((resource) => resource.type === type),
    named: (type, value) => world.ofType(type).find((resource) => refersTo(value, resource)),
    keeps: (kind, name) => kept.has(`${kind} ${name}`),
    keep: (kind, name) => void kept.add(`${kind} ${name}`),
  };

  const stateOf = ({ type, name, region, inputs }: Omit<Draft, "urn">, incarnation: number) => {
    const { id, outputs } = computedOutputs(type, name, inputs, { accountId, region, partition, incarnation });
    return { id, state: { ...inputs, ...outputs } };
  };

  const refuseNamesake = (made: CloudResource): void => {
    const name = physicalName(made);
    const namesake = [...existing.values(), ...coming].find(
      (other) => other.type === made.type && other.region === made.region && physicalName(other) === name,
    );
    if (namesake !== undefined) {
      throw new CloudError("AlreadyExists", `${made.urn}: ${name} exists already, made as ${namesake.urn}.`);
    }
  };

  /** Something that is mentioned and has been deleted: the order of the program is wrong. */
  const refuseGhosts = ({ inputs, urn }: Draft): void => {
    const ghost = textsOf(inputs).find((text) => gone.has(text));
    if (ghost !== undefined) throw new CloudError("NotFound", `${urn} names ${ghost}, which has been deleted.`);
  };

  return {
    ...world,
    get size() {
      return existing.size;
    },
    find: (which) =>
      which.state.arn === undefined
        ? world.ofType(which.type).find(({ id }) => id === which.id) // Who imports knows no more than the id.
        : existing.get(keyOf(which)),
    async create(draft) {
      const fault = faults?.strike(draft.urn);
      if (fault === "refused") throw injected(draft.urn);
      refuseGhosts(draft);
      checkNeeds(draft, world);
      const incarnation = incarnations.get(seenAs(draft)) ?? 0;
      const made: CloudResource = { ...draft, incarnation, ...stateOf(draft, incarnation) };
      refuseNamesake(made);
      incarnations.set(seenAs(draft), incarnation + 1);
      coming.add(made);
      await setTimeout(latencyMilliseconds);
      coming.delete(made);
      existing.set(keyOf(made), made);
      for (const handle of handles(made)) gone.delete(handle);
      recordWrites(made, world);
      journal.push({ kind: "create", type: made.type, urn: made.urn, id: made.id });
      if (watch?.[0](made)) {
        const [, then] = watch;
        watch = undefined;
        then();
      }
      if (fault === "not ready") throw new NotReady(made);
      return made;
    },
    update(which, inputs) {
      const { type, id } = which;
      const before = existing.get(keyOf(which));
      if (before === undefined) throw new CloudError("NotFound", `${type} ${id} does not exist.`);
      const after: CloudResource = {
        ...before,
        inputs,
        state: stateOf({ ...before, inputs }, before.incarnation).state,
      };
      existing.set(keyOf(which), after);
      recordWrites(after, world);
      journal.push({ kind: "update", type, urn: before.urn, id });
      return after;
    },
    exchange(which, inputs) {
      const incarnation = (incarnations.get(seenAs(which)) ?? 0) + 1;
      incarnations.set(seenAs(which), incarnation);
      const other: CloudResource = { ...which, inputs, incarnation, ...stateOf({ ...which, inputs }, incarnation) };
      existing.delete(keyOf(which));
      existing.set(keyOf(other), other);
      return other;
    },
    async delete(which) {
      const { type, id } = which;
      const resource = existing.get(keyOf(which));
      if (resource === undefined) return;
      refuseDeletion(resource, world);
      const held = heldBy(resource, existing.values());
      if (held !== undefined) {
        throw new CloudError(
          held.code,
          `${resource.urn} (${id}) is still used by ${held.holder.urn} (${held.holder.id}).`,
        );
      }
      await setTimeout(latencyMilliseconds);
      existing.delete(keyOf(which));
      for (const handle of handles(resource)) if (isUnmistakable(handle)) gone.add(handle);
      journal.push({ kind: "delete", type, urn: resource.urn, id });
    },
    async quiet() {
      while (coming.size > 0) await setTimeout(latencyMilliseconds);
    },
    whenMade(...asked) {
      watch = asked;
    },
    takeJournal() {
      const taken = journal;
      journal = [];
      return taken;
    },
  };
};

/** An id that the cloud made up; a name, and an ARN made of names, can be mentioned before the thing is there. */
const isUnmistakable = (handle: string): boolean =>
  /[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}-/.test(handle) && !/^arn:[\w-]+:kms:/.test(handle);

const textsOf = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
};
