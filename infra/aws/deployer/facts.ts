import type { Arns } from "../arn.ts";

/** What the statements of who deploys are written from. */
export interface DeployerFacts {
  readonly arns: Arns;
  /** Last part of the stack's name, with which its resources' names begin. */
  readonly name: string;
  /** The stack's whole name, which its resources are tagged with. */
  readonly stack: string;
  /** Regions beside the stack's that copies of backups go to. */
  readonly copyRegions: readonly string[];
  /** ARNs of keys that the stack was given; empty where it makes its own. */
  readonly givenKeys: readonly string[];
}

export const regionsOf = ({ arns, copyRegions }: DeployerFacts): readonly string[] => [arns.region, ...copyRegions];

/** Condition that a call goes to one of the stack's regions. */
export const inRegions = (facts: DeployerFacts): { readonly "aws:RequestedRegion": string | readonly string[] } => ({
  "aws:RequestedRegion": facts.copyRegions.length === 0 ? facts.arns.region : regionsOf(facts),
});
