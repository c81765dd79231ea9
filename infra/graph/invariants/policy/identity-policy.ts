import type { Own } from "../own.ts";
import { boundsBy, isBoundBy } from "./bounds.ts";
import { type ListedGrant, processGrants } from "./listed-grants.ts";
import { serviceGrants } from "./listed-service-grants.ts";
import { isPattern, type Statement } from "./statement.ts";

const listed: readonly ListedGrant[] = [...processGrants, ...serviceGrants];

/** What a policy of an identity allows that is not listed for its holder, each as the rest of a sentence. */
export const unlistedGrantsIn = function* (holder: string, one: Statement, own: Own): Generator<string> {
  if (one.effect === "Deny") return;
  for (const element of one.exceptions) yield `has ${element} in ${one.label}`;
  const rows = listed.filter((row) => holder.endsWith(`-${row.holder}`));
  if (rows.length === 0) yield "is no holder of permissions that is listed";
  for (const action of one.actions) {
    if (isPattern(action)) {
      yield `allows ${action}`;
      continue;
    }
    const known = rows.filter(({ actions }) => actions.includes(action));
    if (known.length === 0) {
      yield `allows ${action}, which is not listed for ${holder}`;
      continue;
    }
    for (const resource of one.resources) {
      const fitting = known.filter((row) => fits(row.resource, resource, own));
      if (fitting.length === 0) yield `allows ${action} on ${resource}, which is not listed`;
      else if (!fitting.some(({ bound = [] }) => bound.every((key) => isHeld(one, key, own.stack)))) {
        yield `allows ${action} on ${resource} without ${fitting[0]?.bound?.join(" and ")}`;
      }
    }
  }
};

/** A tag that names the stack must name this one. */
const isHeld = (one: Statement, key: string, stack: string): boolean =>
  key.endsWith("/bailiwick:stack")
    ? boundsBy(one, key).some(({ operator, values }) => operator === "StringEquals" && values.join() === stack)
    : isBoundBy(one, key);

const fits = (pattern: string, resource: string, own: Own): boolean => {
  if (pattern === "*" || resource === "*") return pattern === resource;
  const source = pattern
    .split(/(<\w+>)/)
    .map((part) => (part.startsWith("<") ? meaning(part, own) : part.replace(/[.*?+^$()|[\]\\]/g, "\\$&")))
    .join("");
  return new RegExp(`^arn:aws[a-z-]*:${source}$`).test(resource);
};

const meaning = (placeholder: string, { dataBuckets, auditBucket }: Own): string => {
  if (placeholder === "<data>") return anyOf(dataBuckets);
  if (placeholder === "<audit>") return anyOf(auditBucket === undefined ? [] : [auditBucket]);
  return placeholder === "<account>" ? "\\d{12}" : "[^*?]+";
};

/** Without a name nothing fits. */
const anyOf = (names: readonly string[]): string =>
  names.length === 0 ? "(?!)" : `(?:${names.map((name) => name.replaceAll(".", "\\.")).join("|")})`;
