import { problem, type Rule } from "./rule.ts";

/** AWS Budgets tells ten addresses of a notification. */
const mostToldOfBudget = 10;

export const alertsAreHeard: Rule = function* ({ settings: { alerts } }) {
  const { emails, monthlyBudgetUsd } = alerts;
  if (new Set(emails.map((email) => email.toLowerCase())).size < emails.length) {
    yield problem("alerts.emails", "must not name an address twice");
  }
  if (monthlyBudgetUsd !== undefined && emails.length > mostToldOfBudget) {
    yield problem(
      "alerts.emails",
      `must be at most ${mostToldOfBudget} with a budget, not ${emails.length}: AWS tells no more; take the address of a list`,
    );
  }
};
