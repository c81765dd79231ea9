export type { Certificate } from "./certificate.ts";
export { goodFor, isGoodLeaf, type LeafWish } from "./inspect.ts";
