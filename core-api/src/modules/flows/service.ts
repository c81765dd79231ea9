import { type Actor, scopeOf } from "../../platform/auth/actor.ts";
import type { OrgScope } from "../../platform/db/index.ts";
import { isUuid } from "../../platform/db/index.ts";
import { decodeCursor, type Page, pageOf } from "../../platform/http/cursor.ts";
import { notFound, ProblemError } from "../../platform/http/problem-error.ts";
import type { Platform } from "../../platform/platform.ts";
import { type FlowRow, type FlowVersionRow, flowCalls, flows } from "./repository.ts";
import type { Flow, FlowChange, FlowVersion, NewFlow } from "./schema.ts";

/** The version a caller says he is changing; `any` where he does not care. */
export type ExpectedVersion = number | "any" | undefined;

/** Flows of a tenant. Every change is in the audit log; what is not the tenant's own does not exist. */
export const createFlowService = ({
  database,
  audit,
  permissions,
}: Pick<Platform, "database" | "audit" | "permissions">) => {
  const scopeFor = (actor: Actor, id: string): OrgScope => {
    if (!isUuid(id)) throw notFound();
    return scopeOf(actor);
  };

  return {
    /** Throws `Forbidden` without `flow:write`. */
    async create(actor: Actor, input: NewFlow): Promise<Flow> {
      permissions.require(actor, "flow:write");
      const { sealed } = await audit.witness(actor);
      const calls = flowCalls(database, scopeOf(actor));
      return show(await calls.insert(input, actor.roles.join(","), actor.requestId, sealed));
    },

    /** Newest first. Throws `Forbidden` without `flow:read`. */
    async list(
      actor: Actor,
      query: { trashed: boolean; limit: number; cursor?: string | undefined },
    ): Promise<Page<Flow>> {
      permissions.require(actor, "flow:read");
      const after = decodeCursor(query.cursor);
      const rows = await flowCalls(database, scopeOf(actor)).list(query.trashed, after, query.limit + 1);
      return pageOf(rows, query.limit, show);
    },

    /** Throws `Forbidden` without `flow:read`, `not-found` also for one in the trash. */
    async get(actor: Actor, id: string): Promise<Flow> {
      permissions.require(actor, "flow:read");
      const row = await flowCalls(database, scopeFor(actor, id)).get(id);
      if (row === undefined) throw notFound();
      return show(row);
    },

    /** Saves a new version. Throws `precondition-required`, `version-mismatch`, `Forbidden` without `flow:write`. */
    async update(actor: Actor, id: string, change: FlowChange, expected: ExpectedVersion): Promise<Flow> {
      permissions.require(actor, "flow:write");
      if (expected === undefined) throw new ProblemError("precondition-required");
      const scope = scopeFor(actor, id);
      const witness = await audit.witness(actor);
      return database.withOrg(scope, async (tx) => {
        const before = await liveFlow(flows(tx, scope), id, expected);
        const after = await flows(tx, scope).update(id, change);
        if (after === undefined) throw notFound();
        await flows(tx, scope).addVersion(after);
        const details = { before: summary(before), after: summary(after) };
        await witness.append(tx, { action: "flow.updated", targetType: "flow", targetId: id, details });
        return show(after);
      });
    },

    /** Moves a flow to the trash. Throws `version-mismatch`, `Forbidden` without `flow:delete`. */
    async trash(actor: Actor, id: string, expected: ExpectedVersion): Promise<void> {
      permissions.require(actor, "flow:delete");
      const scope = scopeFor(actor, id);
      const witness = await audit.witness(actor);
      await database.withOrg(scope, async (tx) => {
        const before = await liveFlow(flows(tx, scope), id, expected ?? "any");
        await flows(tx, scope).setTrashed(id, true);
        const details = { before: summary(before) };
        await witness.append(tx, { action: "flow.trashed", targetType: "flow", targetId: id, details });
      });
    },

    /** Takes a flow out of the trash. Throws `conflict` when it is not in it, `Forbidden` without `flow:delete`. */
    async restore(actor: Actor, id: string): Promise<Flow> {
      permissions.require(actor, "flow:delete");
      const scope = scopeFor(actor, id);
      const witness = await audit.witness(actor);
      return database.withOrg(scope, async (tx) => {
        const before = await flows(tx, scope).lock(id);
        if (before === undefined) throw notFound();
        if (before.trashed_at === null) throw new ProblemError("conflict", { detail: "The flow is not in the trash." });
        const after = await flows(tx, scope).setTrashed(id, false);
        if (after === undefined) throw notFound();
        const details = { after: summary(after) };
        await witness.append(tx, { action: "flow.restored", targetType: "flow", targetId: id, details });
        return show(after);
      });
    },

    /** Versions of a flow, newest first. Throws `Forbidden` without `flow:read`. */
    async versions(
      actor: Actor,
      id: string,
      before: number | undefined,
      limit: number,
    ): Promise<readonly FlowVersion[]> {
      permissions.require(actor, "flow:read");
      const scope = scopeFor(actor, id);
      const rows = await database.withOrg(scope, (tx) => flows(tx, scope).versions(id, before ?? null, limit));
      // Every flow has its first version: none at all means that there is no such flow.
      if (rows.length === 0 && before === undefined) throw notFound();
      return rows.map(showVersion);
    },
  };
};

export type FlowService = ReturnType<typeof createFlowService>;

const liveFlow = async (
  rows: ReturnType<typeof flows>,
  id: string,
  expected: Exclude<ExpectedVersion, undefined>,
): Promise<FlowRow> => {
  const row = await rows.lock(id);
  if (row === undefined || row.trashed_at !== null) throw notFound();
  if (expected !== "any" && row.version !== expected) throw new ProblemError("version-mismatch");
  return row;
};

const summary = ({ name, version }: FlowRow) => ({ name, version });

const show = (row: FlowRow): Flow => ({
  id: row.id,
  name: row.name,
  description: row.description,
  definition: row.definition,
  version: row.version,
  createdBy: row.created_by,
  updatedBy: row.updated_by,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  trashedAt: row.trashed_at?.toISOString() ?? null,
});

const showVersion = (row: FlowVersionRow): FlowVersion => ({
  version: row.version,
  name: row.name,
  description: row.description,
  definition: row.definition,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
});
