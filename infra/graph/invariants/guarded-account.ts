import { ofType } from "../captured.ts";
import { at, finding, type Invariant, listAt } from "./invariant.ts";

export const guardedAccount: Invariant = {
  id: "guarded-account",
  promise: "Every resource goes through a provider that refuses another account, and through no default one.",
  *check({ graph, stamp }) {
    for (const provider of ofType(graph, "pulumi:providers:aws")) {
      // The SDK writes a provider's lists as JSON.
      const accounts = at(provider, "allowedAccountIds");
      const allowed: unknown =
        typeof accounts === "string" ? JSON.parse(accounts) : listAt(provider, "allowedAccountIds");
      if (JSON.stringify(allowed) !== JSON.stringify([stamp.settings.accountId])) {
        yield finding(provider, "does not refuse other accounts");
      }
      if (typeof at(provider, "region") !== "string") yield finding(provider, "has no region of its own");
    }
    for (const resource of graph.resources) {
      if (resource.custom && resource.type.startsWith("aws:") && resource.provider === "") {
        yield finding(resource, "goes through the default provider, which any account satisfies");
      }
    }
  },
};
