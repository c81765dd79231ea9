import type { Database, OrgScope, Tx } from "../../platform/db/index.ts";
import type { FlowChange, NewFlow } from "./schema.ts";

export interface FlowRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly definition: Record<string, unknown>;
  readonly version: number;
  readonly created_by: string | null;
  readonly updated_by: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly trashed_at: Date | null;
}

export type FlowVersionRow = Omit<FlowRow, "id" | "updated_by" | "updated_at" | "trashed_at">;

/** Single statements, each its own transaction. */
export const flowCalls = (database: Pick<Database, "call">, scope: OrgScope) => ({
  get: async (id: string): Promise<FlowRow | undefined> => (await database.call<FlowRow>(scope, "flow_get", [id]))[0],
  list: (trashed: boolean, after: string | null, limit: number): Promise<readonly FlowRow[]> =>
    database.call<FlowRow>(scope, "flow_list", [trashed, after, limit]),
  /** Flow, first version and audit record, all or nothing. */
  insert: async (input: NewFlow, actorRole: string, requestId: string, sealed: Uint8Array): Promise<FlowRow> => {
    const definition = JSON.stringify(input.definition);
    const values = [input.name, input.description, definition, actorRole, requestId, sealed];
    const [row] = await database.call<FlowRow>(scope, "flow_insert", values);
    if (row === undefined) throw new TypeError("a flow was inserted without an answer");
    return row;
  },
});

/** Statements of one transaction. */
export const flows = (tx: Tx, { orgId, userId }: OrgScope) => ({
  /** The flow, locked until the transaction ends; also one in the trash. */
  async lock(id: string): Promise<FlowRow | undefined> {
    const [row] = await tx<FlowRow[]>`select * from tenant.flow where id = ${id} for update`;
    return row;
  },

  async update(id: string, change: FlowChange): Promise<FlowRow | undefined> {
    const [row] = await tx<FlowRow[]>`
      update tenant.flow
         set name = ${change.name}, description = ${change.description},
             definition = ${JSON.stringify(change.definition)}::text::jsonb,
             version = version + 1, updated_by = ${userId ?? null}, updated_at = now()
       where id = ${id} returning *`;
    return row;
  },

  async addVersion({ id, version, name, description, definition }: FlowRow): Promise<void> {
    await tx`
      insert into tenant.flow_version (org_id, flow_id, version, name, description, definition, created_by)
      values (${orgId}, ${id}, ${version}, ${name}, ${description}, ${JSON.stringify(definition)}::text::jsonb, ${userId ?? null})`;
  },

  async setTrashed(id: string, trashed: boolean): Promise<FlowRow | undefined> {
    const [row] = await tx<FlowRow[]>`
      update tenant.flow
         set trashed_at = case when ${trashed} then now() end, updated_by = ${userId ?? null}, updated_at = now()
       where id = ${id} returning *`;
    return row;
  },

  /** Newest first; also of a flow in the trash. */
  versions: (id: string, before: number | null, limit: number): Promise<readonly FlowVersionRow[]> => tx<
    FlowVersionRow[]
  >`
    select version, name, description, definition, created_by, created_at from tenant.flow_version
     where flow_id = ${id} and (${before}::integer is null or version < ${before})
     order by version desc limit ${limit}`,
});
