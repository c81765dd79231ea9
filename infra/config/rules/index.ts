import { alertsAreHeard } from "./alerts.ts";
import { bucketsAreApart, keysAreApart, serversAreApart, serversAreReached } from "./databases.ts";
import { placementKeepsPromise } from "./edge.ts";
import { custodyIsKms, modeIsSold, nameAgrees, regionIsSold } from "./identity.ts";
import { adoptedNetworkIsWhole, clientsAreNear, mapsCanBeFetched, storageIsReached } from "./network.ts";
import { pinsAreKnown, secretsAreApart } from "./pins.ts";
import { arnsAreHere, hostIsOurs, imagesAreHere } from "./places.ts";
import { cloudCanKeep, lockIsReal, modelsStay, onlyStricter } from "./promises.ts";
import type { Rule } from "./rule.ts";
import { fargateOffers } from "./sizes.ts";
import { nothingIsSecret, tagsAreOurs } from "./tags.ts";

/** Everything that is checked between the parts of a configuration before the first resource. */
export const rules: readonly Rule[] = [
  nameAgrees,
  modeIsSold,
  regionIsSold,
  custodyIsKms,
  tagsAreOurs,
  nothingIsSecret,
  arnsAreHere,
  imagesAreHere,
  hostIsOurs,
  adoptedNetworkIsWhole,
  storageIsReached,
  clientsAreNear,
  mapsCanBeFetched,
  keysAreApart,
  serversAreApart,
  serversAreReached,
  bucketsAreApart,
  onlyStricter,
  cloudCanKeep,
  lockIsReal,
  modelsStay,
  placementKeepsPromise,
  fargateOffers,
  pinsAreKnown,
  secretsAreApart,
  alertsAreHeard,
];
