export { createPinAgreement, type PinAgreement, type PinAgreementOptions } from "./agreement.ts";
export { canaryOf } from "./canary.ts";
export { fetchPinMap, loopbackLookup } from "./fetch-map.ts";
export { createPinPublisher, type PinPublisherOptions, type PublishPins, pinBlobName } from "./publisher.ts";
export { type PinSource, type PinSourceOptions, startPinSource } from "./source.ts";
