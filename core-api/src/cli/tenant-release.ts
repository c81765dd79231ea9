import { callAdmin } from "./admin-client.ts";
import { adminTargets, type TargetOptions } from "./admin-target.ts";
import { CommandFailure } from "./failure.ts";
import { refused } from "./refused.ts";
import { type Tenant, tenantsPath } from "./tenant-create.ts";

export interface ReleaseOptions extends TargetOptions {
  readonly slug: string;
  readonly region?: string;
  readonly json?: boolean;
}

/** Has one region give up a name that it claims, or that two regions have. Throws `CommandFailure`. */
export const releaseTenant = async (options: ReleaseOptions): Promise<Tenant> => {
  const { slug, region } = options;
  const targets = adminTargets(options, process.env);
  const chosen = targets.filter((one) => region === undefined || one.region === undefined || one.region === region);
  const [target] = chosen;
  if (target === undefined || chosen.length > 1) {
    // Which of two tenants keeps the name is the operator's to say.
    throw new CommandFailure({
      code: "unknown-region",
      message: region === undefined ? "Say which region gives the name up." : "The local platform has no such region.",
      suggestion: `Choose one with --region: ${targets.map((one) => one.region).join(", ")}.`,
      status: 2,
    });
  }
  const answer = await callAdmin(target, "POST", `${tenantsPath}/${encodeURIComponent(slug)}/release`);
  if (answer.status !== 200) throw refused(answer);
  return answer.body;
};
