import { describeRules } from "../testing/describe-rules.ts";
import * as retention from "./retention.ts";

describeRules("retention", retention, [
  {
    rule: retention.everyPlanHasRetention,
    change: (draft) => Reflect.deleteProperty(draft.retention.kinds.trash.plans, "large"),
    sentence: "retention.kinds.trash.plans.large is missing: say how long the plan keeps this.",
  },
  {
    rule: retention.everyPlanHasRetention,
    change: (draft) => (draft.retention.kinds.trash.plans.medium = "P30D"),
    sentence: "retention.kinds.trash.plans.medium is not a plan of the product.",
  },
  {
    rule: retention.retentionKeepsOrder,
    change: (draft) => (draft.retention.kinds.audit.plans.small = "P365D"),
    sentence:
      'retention.kinds.audit.plans.small.minimum must be at least "P1Y", the minimum of this kind of data, not "P365D".',
  },
  {
    rule: retention.retentionKeepsOrder,
    change: (draft) => (draft.retention.kinds.audit.plans.large = { default: "P1Y", minimum: "P2Y", maximum: "P7Y" }),
    sentence: 'retention.kinds.audit.plans.large.default must be at least "P2Y", the plan\'s minimum, not "P1Y".',
  },
  {
    rule: retention.retentionKeepsOrder,
    change: (draft) => (draft.retention.kinds.audit.plans.large = { default: "P3Y", minimum: "P1Y", maximum: "P2Y" }),
    sentence: 'retention.kinds.audit.plans.large.maximum must be at least "P3Y", the plan\'s default, not "P2Y".',
  },
  {
    rule: retention.writeOnceCopyLastsLongEnough,
    change: (draft) => (draft.audit.writeOnceCopy = "P11M"),
    sentence: 'audit.writeOnceCopy must be at least "P1Y", the minimum of the log, not "P11M".',
  },
]);
