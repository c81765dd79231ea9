import { describeRules } from "../testing/describe-rules.ts";
import { present } from "../testing/parts.ts";
import * as custody from "./custody.ts";

describeRules("custody", custody, [
  {
    rule: custody.everyModeHasCustody,
    change: (draft) => Reflect.deleteProperty(draft.keys.custody, "saas"),
    sentence: "keys.custody.saas is missing: the mode is deployed.",
  },
  {
    rule: custody.everyModeHasCustody,
    change: (draft) => (draft.keys.custody.invpc = "customer-kms"),
    sentence: "keys.custody.invpc must be absent: the mode is not deployed.",
  },
  {
    rule: custody.customerKeepsKeys,
    change: (draft) => (draft.keys = { ...draft.keys, custody: { saas: "encryption-key", selfhosted: "vendor-kms" } }),
    sentence: 'keys.custody.selfhosted must be "customer-kms" or "encryption-key": the customer holds the keys.',
  },
  {
    rule: custody.customerKeepsModelCalls,
    change: (draft) => (present(draft.deployment.modes.selfhosted).modelEndpoint = "region"),
    sentence: 'deployment.modes.selfhosted.modelEndpoint must be "customer": model calls stay in its boundary.',
  },
  {
    rule: custody.plaintextNeedsOperatorKey,
    change: (draft) => (draft.keys.custody.selfhosted = "customer-kms"),
    sentence: 'keys.plaintextInDevelopment must be false where no mode has the custody "encryption-key".',
  },
  {
    rule: custody.licensedModesAreSold,
    change: (draft) => (draft.licensing = { requiredIn: ["invpc"], warnBefore: ["P1D"] }),
    sentence: 'licensing.requiredIn[0] must be "saas" or "selfhosted", not "invpc".',
  },
]);
