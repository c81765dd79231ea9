import { describeRules } from "../testing/describe-rules.ts";
import { present } from "../testing/parts.ts";
import * as residency from "./residency.ts";

describeRules("residency", residency, [
  {
    rule: residency.backupsLastLongEnough,
    change: (draft) => (draft.backups.retention = "P1M"),
    sentence: 'backups.retention must be at least "P35D", not "P1M".',
  },
  {
    rule: residency.copiesStayInJurisdiction,
    change: (draft) => (draft.backups.offRegionCopies = [{ from: "east-1", to: "north-2", jurisdiction: "north" }]),
    sentence: 'backups.offRegionCopies[0].from must be "north-1", "north-2" or "south-1", not "east-1".',
  },
  {
    rule: residency.copiesStayInJurisdiction,
    change: (draft) => (draft.backups.offRegionCopies = [{ from: "north-1", to: "north-1", jurisdiction: "north" }]),
    sentence: 'backups.offRegionCopies[0].to must be another region than "north-1".',
  },
  {
    rule: residency.copiesStayInJurisdiction,
    change: (draft) => (draft.backups.offRegionCopies = [{ from: "north-1", to: "far-1", jurisdiction: "south" }]),
    sentence: 'backups.offRegionCopies[0].to must lie in the jurisdiction "north" of "north-1".',
  },
  {
    // A profile that claims the right jurisdiction for a region it says elsewhere is in another.
    rule: residency.copiesStayInJurisdiction,
    change: (draft) => (draft.backups.offRegionCopies = [{ from: "north-1", to: "south-1", jurisdiction: "north" }]),
    sentence: 'backups.offRegionCopies[0].to must lie in the jurisdiction "north" of "north-1".',
  },
  {
    rule: residency.transfersNameSafeguard,
    change: (draft) => (draft.transfers.safeguards = []),
    sentence: "transfers.safeguards must name what makes a transfer into another jurisdiction lawful.",
  },
  {
    rule: residency.subProcessorsNameSafeguard,
    change: (draft) => Reflect.deleteProperty(present(draft.privacy.subProcessors[1]), "safeguard"),
    sentence:
      'privacy.subProcessors[1].safeguard must be given, because "Mail" works in "west", outside the product\'s jurisdictions.',
  },
]);
