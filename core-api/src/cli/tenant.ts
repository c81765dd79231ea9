import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { callAdmin, text } from "./admin-client.ts";
import { type AdminTarget, adminTargets, readNamedFile, type TargetOptions } from "./admin-target.ts";
import { CommandFailure } from "./failure.ts";

interface CreateOptions extends TargetOptions {
  readonly slug: string;
  readonly organisation: string;
  readonly plan: string;
  readonly region?: string;
  readonly ownerEmail: string;
  readonly ownerName: string;
  readonly ownerPasswordFile: string;
  readonly json?: boolean;
}

interface ShowOptions extends TargetOptions {
  readonly json?: boolean;
}

type Tenant = Readonly<Record<string, unknown>>;

const path = "/api/v1/admin/tenants";
const creationSeconds = 60;

/** `bailiwick tenant create|list|show`, over the platform administrator's API of a region. */
export const registerTenant = (program: Command): void => {
  const tenant = program.command("tenant").description("Create and look at a region's tenants");
  const verb = (name: string, description: string): Command =>
    tenant
      .command(name)
      .description(description)
      .option("--url <url>", "base URL of the region's edge; without it the local platform's regions are used")
      .option("--admin-key-file <file>", "file that holds the administrator's key")
      .option("--ca-file <file>", "certificate authority to trust")
      .option("--local <name>", "name of the local platform")
      .option("--json", "print one JSON document");

  verb("create", "Create a tenant and wait until it is served")
    .requiredOption("--slug <slug>", "first label of the tenant's host name")
    .requiredOption("--organisation <name>", "name of the organisation")
    .requiredOption("--plan <plan>", "plan of the product profile")
    .option("--region <region>", "region to create it in")
    .requiredOption("--owner-email <address>", "e-mail address of the first user")
    .requiredOption("--owner-name <name>", "name of the first user")
    .requiredOption("--owner-password-file <file>", "file with the first user's password, - for standard input")
    .addHelpText(
      "after",
      `
Examples:
  bailiwick tenant create --slug acme --organisation "Acme" --plan business --region westeurope \\
    --owner-email ana@acme.test --owner-name Ana --owner-password-file password.txt
  pass acme | bailiwick tenant create --url https://westeurope.flowguard.example --admin-key-file key \\
    --slug acme --organisation Acme --plan business --owner-email ana@acme.test --owner-name Ana --owner-password-file -`,
    )
    .action(async (options: CreateOptions) => print(await create(options), options.json));

  verb("list", "List tenants, newest first")
    .addHelpText("after", "\nExamples:\n  bailiwick tenant list\n  bailiwick tenant list --json --local flow8")
    .action(async (options: ShowOptions) => {
      const tenants = await list(options);
      if (options.json) console.log(JSON.stringify({ tenants }));
      else for (const one of tenants) console.log(line(one));
    });

  verb("show <slug>", "Show one tenant")
    .addHelpText("after", "\nExamples:\n  bailiwick tenant show acme\n  bailiwick tenant show acme --json")
    .action(async (slug: string, options: ShowOptions) => print(await show(slug, options), options.json));
};

const create = async (options: CreateOptions): Promise<Tenant> => {
  const targets = adminTargets(options, process.env);
  const target = targets.find(({ region }) => region === options.region) ?? targets[0];
  if (
    target === undefined ||
    (options.region !== undefined && target.region !== undefined && target.region !== options.region)
  ) {
    throw new CommandFailure({
      code: "unknown-region",
      message: "The local platform has no such region.",
      suggestion: `Choose one of ${targets.map(({ region }) => region).join(", ")}.`,
      status: 2,
    });
  }
  const password = readNamedFile(options.ownerPasswordFile, "--owner-password-file").replace(/\r?\n$/, "");
  const { slug, organisation, plan, region, ownerEmail: email, ownerName: name } = options;
  const accepted = await callAdmin(
    target,
    "POST",
    path,
    { organisation, slug, plan, region, owner: { email, name, password } },
    `tenant create ${slug} ${email}`,
  );
  if (accepted.status !== 202 && accepted.status !== 200) throw refused(accepted.body);
  return waitFor(target, slug, text(accepted.body.id));
};

const waitFor = async (target: AdminTarget, slug: string, signUp: string | undefined): Promise<Tenant> => {
  const deadline = Date.now() + creationSeconds * 1000;
  while (Date.now() < deadline) {
    const { status, body } = await callAdmin(target, "GET", `${path}/${slug}`);
    if (status === 200 && body.state === "active") return body;
    if (signUp !== undefined) {
      const progress = await callAdmin(target, "GET", `/api/v1/sign-up/${signUp}`);
      if (progress.body.state === "failed") throw refused(progress.body);
    }
    await sleep(250);
  }
  throw new CommandFailure({
    code: "timed-out",
    message: `The tenant was not ready within ${creationSeconds} seconds.`,
    suggestion: "The region goes on with it; look again with bailiwick tenant show.",
    status: 9,
  });
};

const list = async (options: TargetOptions): Promise<readonly Tenant[]> => {
  const tenants: Tenant[] = [];
  for (const target of adminTargets(options, process.env)) {
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
      const { status, body } = await callAdmin(target, "GET", `${path}${query}`);
      if (status !== 200) throw refused(body);
      if (Array.isArray(body.items)) tenants.push(...(body.items as Tenant[]));
      cursor = text(body.nextCursor);
    } while (cursor !== undefined);
  }
  return tenants;
};

const show = async (slug: string, options: TargetOptions): Promise<Tenant> => {
  for (const target of adminTargets(options, process.env)) {
    const { status, body } = await callAdmin(target, "GET", `${path}/${encodeURIComponent(slug)}`);
    if (status === 200) return body;
    if (status !== 404) throw refused(body);
  }
  throw new CommandFailure({ code: "not-found", message: `There is no tenant ${slug}.` });
};

const refused = (body: Tenant): CommandFailure => {
  const error = typeof body.error === "object" && body.error !== null ? (body.error as Tenant) : body;
  return new CommandFailure({
    code: "refused",
    message: text(error.message) ?? text(error.title) ?? "The region refused.",
    detail: text(body.detail),
  });
};

const line = (tenant: Tenant): string =>
  [tenant.slug, tenant.region, tenant.plan, tenant.state].map((value) => String(value ?? "-")).join("\t");

const print = (tenant: Tenant, json: boolean | undefined): void => {
  if (json) console.log(JSON.stringify({ tenant }));
  else for (const [name, value] of Object.entries(tenant)) console.log(`${name}: ${String(value)}`);
};
