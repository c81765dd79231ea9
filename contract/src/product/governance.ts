import * as z from "zod";
import { isoDuration } from "./iso-duration.ts";
import { piiActions } from "./pii.ts";

export const verdicts = ["allow", "deny", "redact", "require_approval"] as const;

/** Control of what flows and models do at run time. */
export const governance = z.strictObject({
  /** Verdicts a decision can have. */
  verdicts: z.array(z.enum(verdicts)).min(2),
  sqlInjection: z.enum(piiActions),
  promptInjection: z.strictObject({ input: z.enum(piiActions), output: z.enum(piiActions) }),
  /** True when a tenant may add policy checks of its own. */
  customPolicies: z.boolean(),
  /** Where the kit itself enforces a decision. */
  enforcedAt: z.array(z.enum(["model-call", "gateway", "mcp-tool", "connector", "workflow-step"])).min(1),
  /** Human gates. Absent: the product has none. */
  approvals: z
    .strictObject({
      /** Roles whose members may approve or reject. */
      roles: z.array(z.string()).min(1),
      /** A decision nobody took by then is refused. */
      expiresAfter: isoDuration,
    })
    .optional(),
});

/** What one call can stop at once. */
export const breakers = z.strictObject({
  scopes: z.array(z.enum(["tenant", "flow", "integration", "ai"])).min(1),
  /** People it takes to let things run again. */
  releaseBy: z.int().min(1).max(2),
});

/** Kinds of resource on which a permission can be granted one by one. */
export const entityPermissions = z.array(z.enum(["flow", "data-scope", "integration"]));
