import { type Command, Option } from "commander";
import { callAdmin, text } from "./admin-client.ts";
import { adminTargets, type TargetOptions } from "./admin-target.ts";
import { CommandFailure } from "./failure.ts";
import { printable } from "./printable.ts";
import { refused } from "./refused.ts";
import { type CreateOptions, createTenant, type Tenant, tenantsPath } from "./tenant-create.ts";
import { type ReleaseOptions, releaseTenant } from "./tenant-release.ts";

interface ShowOptions extends TargetOptions {
  readonly json?: boolean;
}

/** `bailiwick tenant create|list|show|release`, over the platform administrator's API of a region. */
export const registerTenant = (program: Command): void => {
  const tenant = program.command("tenant").description("Create and look at a region's tenants");
  const verb = (name: string, description: string): Command =>
    tenant
      .command(name)
      .description(description)
      .option("--url <url>", "base URL of the region's edge; without it the local platform's regions are used")
      .option("--admin-key-file <file>", "file that holds the administrator's key")
      .option("--ca-file <file>", "certificate authority to trust")
      .option("--name <name>", "which local platform, when there are several")
      .addOption(new Option("--local <name>", "as --name").hideHelp())
      .option("--json", "print one JSON document");

  verb("create", "Create a tenant and wait until it is served")
    .requiredOption("--slug <slug>", "first label of the tenant's host name")
    .requiredOption("--organisation <name>", "name of the organisation")
    .requiredOption("--plan <plan>", "plan of the product profile")
    .option(
      "--region <region>",
      "region to create it in, for good; without it the one of --url, or the first of the local platform",
    )
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
    .action(async (options: CreateOptions) => print(await createTenant(options), options.json));

  verb("list", "List tenants, newest first")
    .addHelpText("after", "\nExamples:\n  bailiwick tenant list\n  bailiwick tenant list --json --name flow8")
    .action(async (options: ShowOptions) => {
      const tenants = await list(options);
      if (options.json) console.log(JSON.stringify({ tenants }));
      else for (const one of [head, ...tenants]) console.log(line(one));
    });

  verb("show <slug>", "Show one tenant")
    .addHelpText("after", "\nExamples:\n  bailiwick tenant show acme\n  bailiwick tenant show acme --json")
    .action(async (slug: string, options: ShowOptions) => print(await show(slug, options), options.json));

  verb("release", "Have a region give up a name that it only claims, or that another region has as well")
    .requiredOption("--slug <slug>", "the name")
    .option("--region <region>", "the local platform's region that gives it up")
    .addHelpText(
      "after",
      `
Deletes nothing: the organisation is kept under another name, suspended, and the region publishes its map without the old one.

Examples:
  bailiwick tenant release --slug acme --region westeurope
  bailiwick tenant release --slug acme --url https://westeurope.flowguard.example --admin-key-file key --json`,
    )
    .action(async (options: ReleaseOptions) => print(await releaseTenant(options), options.json));
};

const list = async (options: TargetOptions): Promise<readonly Tenant[]> => {
  const tenants: Tenant[] = [];
  for (const target of adminTargets(options, process.env)) {
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? "" : `?cursor=${encodeURIComponent(cursor)}`;
      const answer = await callAdmin(target, "GET", `${tenantsPath}${query}`);
      const { status, body } = answer;
      if (status !== 200) throw refused(answer);
      if (Array.isArray(body.items)) tenants.push(...(body.items as Tenant[]));
      cursor = text(body.nextCursor);
    } while (cursor !== undefined);
  }
  // Each region's are; all of them are newest first when one knows of no regions.
  return tenants.toSorted((one, other) => String(other.createdAt).localeCompare(String(one.createdAt)));
};

const show = async (slug: string, options: TargetOptions): Promise<Tenant> => {
  for (const target of adminTargets(options, process.env)) {
    const answer = await callAdmin(target, "GET", `${tenantsPath}/${encodeURIComponent(slug)}`);
    if (answer.status === 200) return answer.body;
    if (answer.status !== 404) throw refused(answer);
  }
  throw new CommandFailure({ code: "not-found", message: `There is no tenant ${slug}.` });
};

const head: Tenant = { slug: "SLUG", region: "REGION", plan: "PLAN", state: "STATE" };

const line = (tenant: Tenant): string =>
  [tenant.slug, tenant.region, tenant.plan, tenant.state]
    .map((value, at) => printable(String(value ?? "-")).padEnd([24, 16, 12, 0][at] ?? 0))
    .join(" ")
    .trimEnd();

const print = (tenant: Tenant, json: boolean | undefined): void => {
  if (json) console.log(JSON.stringify({ tenant }));
  else for (const [name, value] of Object.entries(tenant)) console.log(`${name}: ${printable(String(value))}`);
};
