import { posix } from "node:path";

export interface Document {
  /** Relative to the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface Repository {
  exists(path: string): boolean;
  read(path: string): string;
  /** Names of npm scripts of the root package. */
  readonly scripts: ReadonlySet<string>;
}

/** What a document names and the repository does not have, as sentences; empty when all is well. */
export const brokenReferences = (document: Document, repository: Repository): string[] => [
  ...brokenLinks(document, repository),
  ...missingPaths(document, repository),
  ...missingScripts(document, repository),
];

/** Targets of links inside the repository; those of the web are not ours to answer for. */
const brokenLinks = ({ path, text }: Document, repository: Repository): string[] =>
  [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file = "", anchor] = target.split("#");
    const wanted = file === "" ? path : posix.normalize(posix.join(posix.dirname(path), file));
    if (!repository.exists(wanted)) return [`${path} links to ${target}, which does not exist`];
    if (anchor === undefined || anchors(repository.read(wanted)).has(anchor)) return [];
    return [`${path} links to ${target}, and ${wanted} has no such heading`];
  });

/** Paths from the root in inline code, as `edge/src/pipeline.ts`. */
const missingPaths = ({ path, text }: Document, { exists }: Repository): string[] =>
  [
    ...withoutBlocks(text).matchAll(/`((?:contract|edge|core-api|examples|docs|\.ci|\.github)\/[^`\s<>*{}]*)`/g),
  ].flatMap(([, named = ""]) =>
    exists(named.replace(/\/$/, "")) ? [] : [`${path} names ${named}, which does not exist`],
  );

const missingScripts = ({ path, text }: Document, { scripts }: Repository): string[] =>
  [...text.matchAll(/\bnpm run (?:--silent )?([a-z]+(?:[:-][a-z]+)*)/g)].flatMap(([, name = ""]) =>
    scripts.has(name) ? [] : [`${path} names npm run ${name}, which does not exist`],
  );

/** Every test file a document names, from the root. */
export const namedTests = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/[\w./-]+\.test\.ts/g)].map(([name]) => name.replace(/^(?:\.\.\/)+/, ""))),
];

/** Headings as GitHub makes anchors of them; the second of two equal ones gets a number. */
const anchors = (text: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const [, heading = ""] of withoutBlocks(text).matchAll(/^#{1,6}\s+(.+)$/gm)) {
    const plain = heading.toLowerCase().replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const slug = plain
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; found.has(anchor); count++) anchor = `${slug}-${count}`;
    found.add(anchor);
  }
  return found;
};

const withoutBlocks = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, "");
