import { type FoundProblem, problemAt } from "@bailiwick/contract/problems-found";
import type { Product } from "@bailiwick/contract/product";
import type { AwsStampSettings } from "../aws-schema.ts";
import type { StackName } from "../stack-name.ts";

/** What a rule judges: every part is sound in itself. */
export interface Given {
  readonly stack: StackName;
  readonly settings: AwsStampSettings;
  readonly product: Product;
}

/** Finds what is wrong between the parts of a stack's configuration. */
export type Rule = (given: Given) => Iterable<FoundProblem>;

/** A problem of the stack file: `must` continues the sentence that the path begins. Whole numbers are places in a list. */
export const problem = (path: string, must: string): FoundProblem =>
  problemAt(
    path.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    must,
  );
