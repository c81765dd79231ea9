import { oneOf, problemAt } from "../../problems-found/index.ts";
import { deploymentModes } from "../deployment.ts";
import { rule } from "./rule.ts";

export const everyModeHasCustody = rule(["deployment", "keys"], function* ({ deployment, keys }) {
  for (const mode of deploymentModes) {
    const sold = deployment.modes[mode] !== undefined;
    const kept = keys.custody[mode];
    if (sold && kept === undefined) yield problemAt(["keys", "custody", mode], "is missing: the mode is deployed");
    if (!sold && kept !== undefined)
      yield problemAt(["keys", "custody", mode], "must be absent: the mode is not deployed");
  }
});

/** Outside the vendor's cloud neither a key nor a model call leaves the customer's boundary. */
export const customerKeepsKeys = rule(["keys"], function* ({ keys }) {
  for (const mode of ["invpc", "selfhosted"] as const) {
    if (keys.custody[mode] !== "vendor-kms") continue;
    yield problemAt(
      ["keys", "custody", mode],
      'must be "customer-kms" or "encryption-key": the customer holds the keys',
    );
  }
});

export const customerKeepsModelCalls = rule(["deployment"], function* ({ deployment }) {
  for (const mode of ["invpc", "selfhosted"] as const) {
    if (deployment.modes[mode]?.modelEndpoint !== "region") continue;
    yield problemAt(
      ["deployment", "modes", mode, "modelEndpoint"],
      'must be "customer": model calls stay in its boundary',
    );
  }
});

export const plaintextNeedsOperatorKey = rule(["keys"], function* ({ keys }) {
  if (!keys.plaintextInDevelopment || Object.values(keys.custody).includes("encryption-key")) return;
  yield problemAt(["keys", "plaintextInDevelopment"], 'must be false where no mode has the custody "encryption-key"');
});

export const licensedModesAreSold = rule(["deployment", "licensing"], function* ({ deployment, licensing }) {
  const sold = Object.keys(deployment.modes);
  for (const [at, mode] of (licensing?.requiredIn ?? []).entries()) {
    if (!sold.includes(mode)) yield problemAt(["licensing", "requiredIn", at], `must be ${oneOf(sold)}, not "${mode}"`);
  }
});
