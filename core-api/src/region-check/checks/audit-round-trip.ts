import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { defineCheck, NotSo } from "../check.ts";
import type { CheckClient, CheckRequest, Reply } from "../client.ts";
import { tenantOrigin } from "../target.ts";

/** Records are written with what they record; a moment more is for an audit log that is read from a copy. */
const patienceMs = 5_000;

/** Signs in, creates a flow, finds the record of it in the audit log, and puts the flow in the trash again. */
export const auditRoundTrip = defineCheck({
  id: "audit-round-trip",
  title: "Audit round trip",
  needs: ["tenant", "account"],
  // A password goes to none that could not show that it is the region.
  trusts: ["certificate", "health", "pin-map"],
  async run({ url, tenant, account }, client) {
    const origin = tenantOrigin(url, tenant);
    const call = await signedIn(client, origin, account);
    try {
      const name = `Region check ${randomBytes(4).toString("hex")}`;
      const created = await call("/api/v1/flows", { method: "POST", body: { name, description: "", definition: {} } });
      const { id } = created.json();
      if (created.status !== 201 || typeof id !== "string") {
        throw new NotSo(
          `creating a flow is answered ${created.status}`,
          "Give --email of somebody who may create flows.",
        );
      }
      try {
        await found(call, { action: "flow.created", id, requestId: created.field("x-request-id") });
      } finally {
        await removed(call, id);
      }
      await found(call, { action: "flow.trashed", id, requestId: undefined });
      return "signed in, flow created, recorded and in the trash again";
    } finally {
      await call("/api/v1/auth/sign-out", { method: "POST" });
    }
  },
});

type Call = (path: string, request?: CheckRequest) => Promise<Reply>;

const signedIn = async (
  client: CheckClient,
  origin: string,
  account: { readonly email: string; readonly password: string },
): Promise<Call> => {
  const { email, password } = account;
  const reply = await client.ask(`${origin}/api/v1/auth/sign-in`, { method: "POST", body: { email, password } });
  const { token } = reply.json();
  if (reply.status !== 200 || typeof token !== "string") {
    const wait = reply.status === 429 ? `Wait ${reply.field("retry-after")} seconds and try again.` : undefined;
    throw new NotSo(
      `signing in ${email} is answered ${reply.status}`,
      wait ?? "See that --email and the password are those of an account that signs in with a password alone.",
    );
  }
  const headers = { authorization: `Bearer ${token}` };
  return (path, request = {}) => client.ask(origin + path, { ...request, headers: { ...request.headers, ...headers } });
};

interface Wanted {
  readonly action: string;
  readonly id: string;
  readonly requestId: string | undefined;
}

const found = async (call: Call, { action, id, requestId }: Wanted): Promise<void> => {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const reply = await call(`/api/v1/audit?action=${action}&limit=20`);
    if (reply.status !== 200) {
      throw new NotSo(
        `the audit log is answered ${reply.status}`,
        "Give --email of somebody who may read the audit log.",
      );
    }
    const { items } = reply.json();
    const event = (Array.isArray(items) ? items : []).find(
      (one: unknown) => member(member(one, "target"), "id") === id,
    );
    if (event !== undefined) {
      const told = member(event, "requestId");
      if (requestId === undefined || told === requestId) return;
      throw new NotSo(
        `the record of ${action} names request ${String(told)}, and the answer ${requestId}`,
        "An id is the edge's own: see what in front of it changes x-request-id.",
      );
    }
    if (Date.now() > deadline) {
      throw new NotSo(
        `no record of ${action} within ${patienceMs / 1000} s`,
        "A change without its record is not committed: this is not the core API of this release. Keep its logs.",
      );
    }
    await sleep(250);
  }
};

const removed = async (call: Call, id: string): Promise<void> => {
  const { status } = await call(`/api/v1/flows/${encodeURIComponent(id)}`, { method: "DELETE" });
  if (status === 204) return;
  throw new NotSo(
    `deleting the flow ${id} is answered ${status}`,
    "Delete it by hand; give --email of somebody who may.",
  );
};

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
