import { describeRules } from "../testing/describe-rules.ts";
import { present } from "../testing/parts.ts";
import * as access from "./access.ts";

describeRules("access", access, [
  {
    rule: access.absoluteOutlastsIdle,
    change: (draft) => (draft.sessions.absoluteSeconds = 3599),
    sentence: 'sessions.absoluteSeconds must be at least "idleSeconds" (3600), not 3599.',
  },
  {
    rule: access.signOnNeedsLaxCookie,
    change: (draft) => (draft.sessions.sameSite = "Strict"),
    sentence: 'sessions.sameSite must be "Lax", because single sign-on is part of plan "large".',
  },
  {
    rule: access.preloadCoversSubdomains,
    change: (draft) => (draft.transport.hsts.includeSubDomains = false),
    sentence: 'transport.hsts.includeSubDomains must be true where "preload" is.',
  },
  {
    rule: access.approversMayDecide,
    change: (draft) => (present(draft.governance.approvals).roles = ["viewer"]),
    sentence: 'governance.approvals.roles[0] must be a role with "approval:decide" ("owner"), not "viewer".',
  },
  {
    rule: access.approvalsHaveVerdict,
    change: (draft) => (draft.governance.approvals = undefined),
    sentence: 'governance.approvals must be given where "require_approval" is a verdict.',
  },
  {
    rule: access.approvalsHaveVerdict,
    change: (draft) => (draft.governance.verdicts = ["allow", "deny"]),
    sentence: 'governance.verdicts must include "require_approval" where there are approvals.',
  },
  {
    rule: access.entityPermissionsAreDefined,
    change: (draft) => (draft.entityPermissions = []),
    sentence: 'entityPermissions must name a kind of resource, because "permissions.entity" is part of plan "large".',
  },
]);
