import { bucketsAreApart, keysAreApart, serversAreApart } from "./databases.ts";
import { aclIsRegional, placementKeepsPromise } from "./edge.ts";
import { custodyIsKms, modeIsSold, nameAgrees, regionIsSold, salted } from "./identity.ts";
import { adoptedNetworkIsWhole, clientsAreNear, mapsCanBeFetched, storageIsReached } from "./network.ts";
import { pinsAreKnown } from "./pins.ts";
import { arnsAreHere, hostIsOurs, imagesAreHere } from "./places.ts";
import { cloudCanKeep, lockIsReal, modelsStay, onlyStricter } from "./promises.ts";
import type { Rule } from "./rule.ts";
import { fargateOffers } from "./sizes.ts";

/** Everything that is checked between the parts of a configuration before the first resource. */
export const rules: readonly Rule[] = [
  nameAgrees,
  modeIsSold,
  regionIsSold,
  custodyIsKms,
  salted,
  arnsAreHere,
  imagesAreHere,
  hostIsOurs,
  adoptedNetworkIsWhole,
  storageIsReached,
  clientsAreNear,
  mapsCanBeFetched,
  keysAreApart,
  serversAreApart,
  bucketsAreApart,
  onlyStricter,
  cloudCanKeep,
  lockIsReal,
  modelsStay,
  placementKeepsPromise,
  aclIsRegional,
  fargateOffers,
  pinsAreKnown,
];
