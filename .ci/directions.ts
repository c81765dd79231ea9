import { posix } from "node:path";

/** Which folders a folder may import from; docs/architecture.md draws the same. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  edge: ["contract"],
  "core-api": ["contract"],
  infra: ["contract"],
  policies: ["contract", "infra"],
  examples: ["contract", "edge", "core-api", "infra", "policies", "examples"],
  ".ci": ["contract", "edge", "core-api", "infra", "policies", "examples", ".ci", "vitest.config.ts"],
};

const importPattern =
  /(?:^|[\s;}])(?:import|export)\s[^"';]*?from\s*["']([^"']+)["']|import\s*\(\s*["']([^"']+)["']|^\s*import\s+["']([^"']+)["']/gm;

export interface Source {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every import that breaks the layout, as a sentence; empty when all is well. */
export const wrongDirections = (sources: readonly Source[]): string[] => sources.flatMap(wrongImports);

const wrongImports = ({ path, text }: Source): string[] => {
  const [folder = ""] = path.split("/");
  const allowed = mayImport[folder];
  if (allowed === undefined) return [];
  return importsOf(text).flatMap((specifier) => {
    const target = folderOf(path, specifier);
    if (target !== undefined && target !== folder && !allowed.includes(target)) {
      return [`${path} imports ${specifier}: ${folder} may import ${allowed.join(", ") || "nothing of ours"}`];
    }
    return [...impure(path, specifier), ...rawDatabase(path, specifier)];
  });
};

const importsOf = (text: string): string[] =>
  [...text.matchAll(importPattern)].flatMap(([, from, dynamic, bare]) => from ?? dynamic ?? bare ?? []);

const folderOf = (path: string, specifier: string): string | undefined => {
  if (specifier.startsWith("@bailiwick/")) return specifier.split("/")[1];
  if (!specifier.startsWith(".")) return undefined;
  return posix.normalize(posix.join(posix.dirname(path), specifier)).split("/")[0];
};

const isTest = (path: string): boolean => /\.test\.ts$|\/test\/|\/testing\//.test(path);

/** The contract runs on workerd and in browsers, and so does the edge: nothing of Node in either. */
const impure = (path: string, specifier: string): string[] =>
  /^(contract|edge)\/src\//.test(path) && !isTest(path) && specifier.startsWith("node:")
    ? [`${path} imports ${specifier}: it must run on workerd and in a browser`]
    : [];

/** One folder holds connections to Postgres (a test may make the driver's errors); everything else asks it (`withOrg`). */
const rawDatabase = (path: string, specifier: string): string[] =>
  specifier === "postgres" &&
  path.startsWith("core-api/src/") &&
  !path.startsWith("core-api/src/platform/db/") &&
  !isTest(path)
    ? [`${path} imports postgres: only core-api/src/platform/db connects`]
    : [];
