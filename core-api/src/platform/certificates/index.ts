export type { Certificate } from "./certificate.ts";
export { certificatesIn, daysLeft } from "./days-left.ts";
export { goodFor, isGoodLeaf, type LeafWish } from "./inspect.ts";
export { certificateEndsSoon, watchCertificates } from "./watch.ts";
