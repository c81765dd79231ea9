import { Budget } from "@pulumi/aws/budgets/index.js";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";

export interface AwsBudgetArgs {
  readonly context: AwsContext;
}

/**
 * Tells when a month's cost in this region is forecast to exceed what was planned, and when it does. Nothing of it is the
 * region's data. By region and not by tag: a tag counts only once somebody has activated it for billing.
 */
export class AwsBudget extends Component {
  constructor(name: string, { context }: AwsBudgetArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Budget", name, options);
    const { names, settings } = context;
    const { emails, monthlyBudgetUsd } = settings.alerts;
    const tell = (notificationType: "ACTUAL" | "FORECASTED") => ({
      notificationType,
      comparisonOperator: "GREATER_THAN",
      threshold: 100,
      thresholdType: "PERCENTAGE",
      subscriberEmailAddresses: [...emails],
    });
    if (monthlyBudgetUsd !== undefined) {
      new Budget(
        this.child("month"),
        {
          name: names.of("budget", "month"),
          budgetType: "COST",
          timeUnit: "MONTHLY",
          limitAmount: String(monthlyBudgetUsd),
          limitUnit: "USD",
          costFilters: [{ name: "Region", values: [settings.region] }],
          notifications: [tell("FORECASTED"), tell("ACTUAL")],
        },
        this.within(),
      );
    }
    this.done();
  }
}
