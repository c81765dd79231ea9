import { type ProblemName, problemDocument, problemTypes } from "@bailiwick/contract/problem";

/** A problem document that waits only for what differs between two requests. */
export interface ProblemText {
  readonly status: number;
  /** The JSON text. `tenant` must be a slug the pins know: input is never echoed. */
  render(requestId: string, tenant: string): string;
}

/** Stands for the slug in an extension member of `problemText`. */
export const tenantMark = "\u0001";
const idMark = "\u0002";

/**
 * The one builder of problem documents: serialises once, so that an answer costs two joins. `extensions` are members
 * beside the registered ones (RFC 9457 section 3.2) and may contain `tenantMark`.
 */
export const problemText = (
  name: ProblemName,
  detail?: string,
  extensions?: Readonly<Record<string, unknown>>,
): ProblemText => {
  const pieces = JSON.stringify(problemDocument(name, idMark, detail, extensions)).split(/(\\u0001|\\u0002)/);
  const { status } = problemTypes[name];
  const [head, mark, tail] = pieces;
  if (pieces.length === 3 && mark === "\\u0002") return { status, render: (requestId) => head + requestId + tail };
  return {
    status,
    render(requestId, tenant) {
      let text = "";
      for (const piece of pieces) text += piece === "\\u0001" ? tenant : piece === "\\u0002" ? requestId : piece;
      return text;
    },
  };
};
