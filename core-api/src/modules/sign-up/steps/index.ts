import type { SignUpStep } from "../step.ts";
import { activate } from "./activate.ts";
import { checkName } from "./check-name.ts";
import { claimName } from "./claim-name.ts";
import { confirmName } from "./confirm-name.ts";
import { createKey } from "./create-key.ts";
import { createOwner } from "./create-owner.ts";
import { place } from "./place.ts";
import { publish } from "./publish.ts";
import { publishClaim } from "./publish-claim.ts";

/**
 * In this order. The name is agreed on between the regions before anything else is made. The tenant becomes visible with
 * `activate` and reachable with `publish`, when all else is there.
 */
export const signUpSteps: readonly SignUpStep[] = [
  checkName,
  claimName,
  publishClaim,
  confirmName,
  place,
  createKey,
  createOwner,
  activate,
  publish,
];
