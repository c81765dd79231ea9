import { readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { apiHello } from "./api-hello.ts";
import { apiRead } from "./api-read.ts";
import { edge421 } from "./edge-421.ts";
import { policyCost } from "./policy-cost.ts";
import { replaceSection, table } from "./report.ts";
import { type Effort, isMet, type Suite } from "./suite.ts";

const suites: readonly Suite[] = [edge421, apiHello, apiRead, policyCost];
const efforts: Readonly<Record<"full" | "quick", Effort>> = {
  full: { rounds: 9, sliceSeconds: 2, rows: 1_000_000 },
  quick: { rounds: 3, sliceSeconds: 0.3, rows: 20_000 },
};

const usage = `Measures what the platform promises about speed, each as a ratio against a named peer or limit.

  npm run bench                           every suite, printed as a table
  npm run bench -- edge-421 api-read      these suites
  npm run bench -- --quick                short slices and small tables: shows that it works, measures little
  npm run bench -- --write                also writes the results into docs/benchmarks.md

Suites: ${suites.map(({ name }) => name).join(", ")}
Exit code 7 when a bound is not kept.`;

const main = async (argv: readonly string[]): Promise<number> => {
  const options = { quick: { type: "boolean" }, write: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    strict: false,
    tokens: true,
    options,
  });
  const misspelt = tokens.find((token) => token.kind === "option" && !Object.hasOwn(options, token.name));
  if (misspelt?.kind === "option") {
    console.error(`There is no option ${misspelt.rawName}.\n${usage}`);
    return 2;
  }
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const unknown = positionals.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0 || (values.write && values.quick)) {
    console.error(
      unknown.length > 0 ? `There is no suite ${unknown.join(", ")}.` : "A quick run is not worth writing down.",
    );
    console.error(usage);
    return 2;
  }
  const effort = values.quick ? efforts.quick : efforts.full;
  const page = fileURLToPath(new URL("../../docs/benchmarks.md", import.meta.url));
  let met = true;
  for (const suite of suites) {
    if (positionals.length > 0 && !positionals.includes(suite.name)) continue;
    console.error(`${suite.name}`);
    const goals = await suite.run(effort, (line) => console.error(`  ${line}`));
    const text = `${machine()}\n\n${table(goals)}`;
    console.log(`\n${text}\n`);
    met &&= goals.every(isMet);
    if (values.write) await writeFile(page, replaceSection(await readFile(page, "utf8"), suite.name, text));
  }
  return met ? 0 : 7;
};

const machine = (): string => {
  const [first] = cpus();
  const model = first?.model.trim() || process.arch;
  return `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${model}, Node ${process.versions.node}`;
};

process.exitCode = await main(process.argv.slice(2));
