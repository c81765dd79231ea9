/** What who runs `pulumi up` must be allowed for one type of resource: to make, read, change, tag and remove it. */
export interface DeployerRow {
  readonly actions: readonly string[];
  /** Services that the resource hands a role of the stamp to. */
  readonly passesRoleTo?: readonly string[];
  /** Services whose own role AWS makes along with the account's first such resource. */
  readonly linkedRoles?: readonly string[];
}

export type DeployerRows = Readonly<Record<string, DeployerRow>>;

/** `service:Verb` for each verb. */
export const of = (service: string, ...verbs: readonly string[]): readonly string[] =>
  verbs.map((verb) => `${service}:${verb}`);
