import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { callAdmin, text } from "./admin-client.ts";
import { type AdminTarget, adminTargets, readNamedFile, type TargetOptions } from "./admin-target.ts";
import { CommandFailure } from "./failure.ts";
import { refused } from "./refused.ts";

export interface CreateOptions extends TargetOptions {
  readonly slug: string;
  readonly organisation: string;
  readonly plan: string;
  readonly region?: string;
  readonly ownerEmail: string;
  readonly ownerName: string;
  readonly ownerPasswordFile: string;
  readonly json?: boolean;
}

export type Tenant = Readonly<Record<string, unknown>>;

export const tenantsPath = "/api/v1/admin/tenants";
const creationSeconds = 60;

/** Has a region create a tenant, and waits for this very one. Throws `CommandFailure`. */
export const createTenant = async (options: CreateOptions): Promise<Tenant> => {
  const target = targetOf(options);
  const password = readNamedFile(options.ownerPasswordFile, "--owner-password-file").replace(/\r?\n$/, "");
  const { slug, organisation, plan, region, ownerEmail: email, ownerName: name } = options;
  const accepted = await callAdmin(target, "POST", tenantsPath, {
    body: { organisation, slug, plan, region, owner: { email, name, password } },
    // Random: nobody can have used it before.
    idempotencyKey: randomUUID(),
  });
  if (accepted.status !== 202) throw refused(accepted);
  const id = text(accepted.body.id);
  if (id === undefined || accepted.repeated) {
    throw new CommandFailure({ code: "not-created", message: "The region answered an earlier request, not this one." });
  }
  await finished(target, id);
  const { status, body } = await callAdmin(target, "GET", `${tenantsPath}/${encodeURIComponent(slug)}`);
  if (status !== 200 || body.id !== id) {
    throw new CommandFailure({
      code: "not-created",
      message: `The region's tenant ${slug} is not the one of this request.`,
    });
  }
  return body;
};

const targetOf = (options: CreateOptions): AdminTarget => {
  const targets = adminTargets(options, process.env);
  const { region } = options;
  const [first] = targets;
  if (region === undefined && first !== undefined) {
    // Where a tenant lives is for good: never chosen in silence.
    if (targets.length > 1 && options.json !== true) {
      console.error(`No --region: the tenant is created in ${first.region}, the first of the local platform.`);
    }
    return first;
  }
  const found = targets.find((one) => one.region === undefined || one.region === region);
  if (found !== undefined) return found;
  throw new CommandFailure({
    code: "unknown-region",
    message: "The local platform has no such region.",
    suggestion: `Choose one of ${targets.map((one) => one.region).join(", ")}.`,
    status: 2,
  });
};

/** Waits for the end of the sign-up with this id, which becomes the tenant's. Throws `CommandFailure` when it fails. */
const finished = async (target: AdminTarget, id: string): Promise<void> => {
  const deadline = Date.now() + creationSeconds * 1000;
  while (Date.now() < deadline) {
    const progress = await callAdmin(target, "GET", `/api/v1/sign-up/${encodeURIComponent(id)}`);
    if (progress.status !== 200) throw refused(progress);
    if (progress.body.state === "done") return;
    if (progress.body.state === "failed") throw refused(progress);
    await sleep(250);
  }
  throw new CommandFailure({
    code: "timed-out",
    message: `The tenant was not ready within ${creationSeconds} seconds.`,
    suggestion: "The region goes on with it; look again with bailiwick tenant show.",
    status: 9,
  });
};
