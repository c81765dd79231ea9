import { expectations } from "../../examples/products/expectations.ts";
import { promiseTexts } from "../../examples/products/promise-texts.ts";
import { type Letter, makers } from "../../examples/products/promises.ts";
import { pageHead, table } from "./markdown.ts";

const about = `What the products built on Bailiwick promise their customers. The numbers are the ones that the profiles in
[examples/products](../examples/products) and the [threat model](security/threat-model.md) name. Where the last column has a
tick, a profile settles the promise by a value, and a test holds every profile to it. A promise is a goal of the product that
makes it: what the platform already does for it is in the threat model, with its tests, and in the README's last section.`;

const products: Readonly<Record<Letter, string>> = {
  F: "Flow",
  8: "flow8",
  X: "Fluxi",
  G: "FlowGuard",
  A: "AxonFlow",
};

const parts: Readonly<Record<string, string>> = {
  1: "Regions and pinning",
  2: "Deployment modes",
  3: "Edge and network",
  4: "Identity and access",
  5: "Tenant isolation",
  6: "Keys, secrets and data protection",
  7: "Audit",
  8: "Retention and privacy",
  9: "Runtime governance",
  10: "Evidence for reviewers",
};

/** The page of promises. Throws when the texts and the promises that somebody makes are not the same set. */
export const promisesPage = (): string => {
  const ids = Object.keys(makers);
  const texts = Object.keys(promiseTexts);
  const apart = [...ids.filter((id) => !texts.includes(id)), ...texts.filter((id) => !ids.includes(id))];
  if (apart.length > 0)
    throw new Error(`these promises have a maker or a text, and not the other: ${apart.join(", ")}`);
  const settled = new Set(expectations.map(({ id }) => id));
  const sections = Object.entries(parts).map(([part, title]) => {
    const rows = ids
      .filter((id) => id.startsWith(`${part}.`))
      .map((id) => [id, promiseTexts[id] ?? "", madeBy(makers[id] ?? ""), settled.has(id) ? "✓" : ""]);
    return `## ${title}\n\n${table(["id", "promise", "made by", "in the profile"], rows)}\n`;
  });
  return `${pageHead("Promises", about)}\n${sections.join("\n")}`;
};

const madeBy = (letters: string): string =>
  Object.entries(products)
    .filter(([letter]) => letters.includes(letter))
    .map(([, name]) => name)
    .join(", ");
