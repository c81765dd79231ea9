import { describeRules } from "../testing/describe-rules.ts";
import { present } from "../testing/parts.ts";
import * as limits from "./limits.ts";

describeRules("limits", limits, [
  {
    rule: limits.limitNamesAreUnique,
    change: (draft) => (present(draft.limits.user[0]).name = "tenant"),
    sentence: 'limits.user[0].name must not repeat "tenant": clients tell limits by name.',
  },
  {
    rule: limits.burstFitsQuota,
    change: (draft) => (present(draft.limits.user[0]).burst = 1001),
    sentence: "limits.user[0].burst must be at most the quota (1000), not 1001.",
  },
  {
    rule: limits.guardedClassesAreStricter,
    change: (draft) => (present(draft.limits.authentication[0]).quota = 17),
    sentence: 'limits.authentication must admit fewer than the 1000 an hour of "user", not 1020.',
  },
  {
    rule: limits.guardedClassesAreStricter,
    change: (draft) => (present(draft.limits.sensitive[0]).windowSeconds = 36),
    sentence: 'limits.sensitive must admit fewer than the 1000 an hour of "user", not 1000.',
  },
]);
