import type { Quartiles } from "./statistics.ts";
import { type Goal, isMet } from "./suite.ts";

const columns = ["goal", "subject", "against", "bound", "ratio, median [quartiles]", "CPU ratio", "medians", "met"];

/** The results as a Markdown table, one row a goal. */
export const table = (goals: readonly Goal[]): string => {
  const rows = goals.map((goal) => {
    const { comparison, bound } = goal;
    return [
      `${goal.id}: ${goal.promise}`,
      comparison.subject,
      comparison.base,
      "atLeast" in bound ? `>= ${bound.atLeast}` : `<= ${bound.atMost}`,
      spread(comparison.ratio),
      comparison.cpuRatio === undefined ? "-" : spread(comparison.cpuRatio),
      `${shown(comparison.subjectRate)} / ${shown(comparison.baseRate)}`,
      isMet(goal) ? "yes" : "**no**",
    ];
  });
  return [columns, columns.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
};

/** Three significant digits, without an exponent. */
const shown = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

const spread = ({ lower, median, upper }: Quartiles): string =>
  `**${median.toFixed(2)}** [${lower.toFixed(2)}-${upper.toFixed(2)}]`;

const start = (section: string) => `<!-- measured:${section} -->`;
const end = (section: string) => `<!-- /measured:${section} -->`;

/** Replaces a measured section of a page. Throws `RangeError` when the page has no such section. */
export const replaceSection = (page: string, section: string, text: string): string => {
  const from = page.indexOf(start(section));
  const to = page.indexOf(end(section));
  if (from === -1 || to < from) throw new RangeError(`the page has no section ${section}`);
  return `${page.slice(0, from)}${start(section)}\n${text}\n${page.slice(to)}`;
};
