export { type Problem, problemContentType, problemDocument, problemResponseHeaders } from "./document.ts";
export { type ProblemName, problemTypes } from "./types.ts";
