import { describeRules } from "../testing/describe-rules.ts";
import { present } from "../testing/parts.ts";
import * as regions from "./regions.ts";

describeRules("regions", regions, [
  {
    rule: regions.uniqueRegions,
    change: (draft) => draft.regions.push({ ...present(draft.regions[1]) }),
    sentence: 'regions[3].id must not repeat "north-2".',
  },
  {
    rule: regions.oneDefaultRegion,
    change: (draft) => (present(draft.regions[2]).default = true),
    sentence: 'regions must have exactly one region with "default: true", but north-1 and south-1 have it.',
  },
  {
    rule: regions.oneDefaultRegion,
    change: (draft) => (present(draft.regions[0]).default = false),
    sentence: 'regions must have exactly one region with "default: true", but none has it.',
  },
  {
    rule: regions.regionsInsideJurisdictions,
    change: (draft) => (present(draft.regions[2]).jurisdiction = "east"),
    sentence: 'regions[2].jurisdiction must be "north" or "south", not "east".',
  },
]);
