import { problemContentType, problemTypes } from "@bailiwick/contract/problem";
import { code, pageHead, table } from "./markdown.ts";

const about = `Every refusal of the edge and the core API is a problem document (RFC 9457) of the type \`${problemContentType}\`. Branch on
\`type\`, or on the status; \`title\` and \`detail\` are for people. \`instance\` is the id of the request, the same as in
\`X-Request-Id\`. Types are added, never changed.`;

/** The page of problem types, from the contract. */
export const errorsPage = (): string => {
  const rows = Object.values(problemTypes).map(({ type, status, title }) => [String(status), code(type), title]);
  const sorted = rows.toSorted(([one = ""], [other = ""]) => Number(one) - Number(other));
  const members = table(
    ["type", "member", "holds"],
    [
      [
        code(problemTypes["wrong-region"].type),
        "`region`, `endpoint`",
        "where the tenant lives; also in the product's endpoint header",
      ],
      [code(problemTypes.invalid.type), "`violations`", "each field that is wrong, as `path` and `message`"],
      [
        code(problemTypes["quota-exceeded"].type),
        "`violated-policies`",
        "names of the limits, as in `RateLimit-Policy`",
      ],
      [code(problemTypes["abnormal-usage"].type), "`violated-policies`", "the same"],
    ],
  );
  return `${pageHead("Errors", about)}\n${table(["status", "type", "title"], sorted)}\n\nFurther members:\n\n${members}\n`;
};
