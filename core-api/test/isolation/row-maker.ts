import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { DescribedColumn, DescribedTable } from "./described-table.ts";

export type Value = string | number | Uint8Array | null;
export type Row = Readonly<Record<string, Value>>;

/** Rows made so far, by table, to refer to. */
export type Made = ReadonlyMap<string, readonly Row[]>;

/**
 * A row that the table's own constraints accept, for one org. Text carries `canary`, so that it can be found again
 * wherever it should not be. Throws where a constraint asks for something it cannot guess.
 */
export const makeRow = (table: DescribedTable, org: string, made: Made, canary: string): Row => {
  const row: Record<string, Value> = {};
  for (const column of table.columns) {
    if (column.name === "org_id" || column.name === "id" || column.required)
      row[column.name] = valueFor(column, table, org, canary);
    else if (column.type === "text" && choices(table, column).length === 0)
      row[column.name] = valueFor(column, table, org, canary);
  }
  for (const { table: parent, here, there } of table.parents) {
    const target = made.get(parent)?.find(({ org_id }) => org_id === org);
    if (target === undefined) continue;
    for (const [index, name] of here.entries()) row[name] = target[there[index] ?? ""] ?? null;
  }
  return row;
};

const valueFor = (column: DescribedColumn, table: DescribedTable, org: string, canary: string): Value => {
  if (column.name === "org_id") return org;
  switch (column.type) {
    case "uuid":
      return randomUUID();
    case "text":
      return textFor(column, table, canary);
    case "bytea":
      return new Uint8Array(randomBytes(sizeOf(column, table) ?? 32));
    case "integer":
    case "bigint":
      return randomInt(1, 1_000_000_000); // may be part of a key
    case "jsonb":
      return JSON.stringify({ canary });
    case "timestamp with time zone":
      return new Date(Date.now() + 3_600_000).toISOString();
    default:
      throw new Error(`${table.name}.${column.name}: no value is known for type ${column.type}`);
  }
};

const about = (table: DescribedTable, column: DescribedColumn): readonly string[] =>
  [...table.checks.values()].filter((check) => new RegExp(`\\b${column.name}\\b`).test(check));

/** The values of a `check (column in (…))`. */
const choices = (table: DescribedTable, column: DescribedColumn): readonly string[] =>
  about(table, column)
    .filter((check) => check.includes("ANY (ARRAY["))
    .flatMap((check) => [...check.matchAll(/'([^']*)'::text/g)].map((match) => match[1] ?? ""));

const sizeOf = (column: DescribedColumn, table: DescribedTable): number | undefined => {
  const sizes = about(table, column).map((check) => /octet_length\(\w+\) = (\d+)/.exec(check)?.[1]);
  const size = sizes.find((one) => one !== undefined);
  return size === undefined ? undefined : Number(size);
};

const textFor = (column: DescribedColumn, table: DescribedTable, canary: string): string => {
  const [choice] = choices(table, column);
  if (choice !== undefined) return choice;
  const unique = `${canary}-${randomBytes(4).toString("hex")}`;
  const candidates = [unique, unique.replaceAll("-", "_"), `${unique.replaceAll("-", "_")}.made`];
  const patterns = about(table, column).flatMap((check) => /~ '([^']*)'/.exec(check)?.[1] ?? []);
  const fitting = candidates.find((text) => patterns.every((pattern) => new RegExp(pattern).test(text)));
  if (fitting === undefined)
    throw new Error(`${table.name}.${column.name}: no text is known for ${patterns.join(" and ")}`);
  return fitting;
};
