import { oneOf, problemAt } from "../../problems-found/index.ts";
import { rule } from "./rule.ts";

export const absoluteOutlastsIdle = rule(["sessions"], function* ({ sessions }) {
  const { idleSeconds, absoluteSeconds } = sessions;
  if (absoluteSeconds >= idleSeconds) return;
  yield problemAt(
    ["sessions", "absoluteSeconds"],
    `must be at least "idleSeconds" (${idleSeconds}), not ${absoluteSeconds}`,
  );
});

/** The way back from an identity provider is a cross-site navigation: a strict cookie does not travel with it. */
export const signOnNeedsLaxCookie = rule(["sessions", "plans"], function* ({ sessions, plans }) {
  if (sessions.sameSite === "Lax") return;
  const selling = Object.keys(plans).filter((id) => plans[id]?.entitlements.some((name) => name.startsWith("sso.")));
  if (selling.length === 0) return;
  yield problemAt(["sessions", "sameSite"], `must be "Lax", because single sign-on is part of plan ${oneOf(selling)}`);
});

/** Browsers refuse HSTS preloading without subdomains (hstspreload.org). */
export const preloadCoversSubdomains = rule(["transport"], function* ({ transport: { hsts } }) {
  if (!hsts.preload || hsts.includeSubDomains) return;
  yield problemAt(["transport", "hsts", "includeSubDomains"], 'must be true where "preload" is');
});

export const approversMayDecide = rule(["governance", "roles"], function* ({ governance, roles }) {
  const able = Object.keys(roles).filter((id) => roles[id]?.permissions.includes("approval:decide"));
  for (const [at, role] of (governance.approvals?.roles ?? []).entries()) {
    if (able.includes(role)) continue;
    yield problemAt(
      ["governance", "approvals", "roles", at],
      `must be a role with "approval:decide" (${oneOf(able)}), not "${role}"`,
    );
  }
});

export const approvalsHaveVerdict = rule(["governance"], function* ({ governance }) {
  const asks = governance.verdicts.includes("require_approval");
  if (asks === (governance.approvals !== undefined)) return;
  yield asks
    ? problemAt(["governance", "approvals"], 'must be given where "require_approval" is a verdict')
    : problemAt(["governance", "verdicts"], 'must include "require_approval" where there are approvals');
});

export const entityPermissionsAreDefined = rule(
  ["entityPermissions", "plans"],
  function* ({ entityPermissions, plans }) {
    const selling = Object.keys(plans).filter((id) => plans[id]?.entitlements.includes("permissions.entity"));
    if (selling.length === 0 || entityPermissions.length > 0) return;
    yield problemAt(
      ["entityPermissions"],
      `must name a kind of resource, because "permissions.entity" is part of plan ${oneOf(selling)}`,
    );
  },
);
