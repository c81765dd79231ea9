import { execFileSync } from "node:child_process";
import { existsSync, globSync, lstatSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package of npm as it lies in an image. */
export interface NpmPackage {
  /** Folder, relative to the image's root. */
  readonly path: string;
  readonly manifest: Readonly<Record<string, unknown>> & { readonly name: string; readonly version: string };
}

/** A package of Debian in an image's base: fields of its control file. */
export type DebianPackage = Readonly<Record<string, string>>;

export interface ImageContents {
  readonly npm: readonly NpmPackage[];
  readonly debian: readonly DebianPackage[];
  /** Name and version of the distribution, as in `debian`, `12`. */
  readonly distribution: { readonly id: string; readonly version: string };
  /** Version of Node, without a `v`. */
  readonly node: string;
}

/**
 * Unpacks of an image, laid out as a `dir:` of buildah's, what says which software is in it, into `tree`, and reads that.
 * Throws where tar does.
 */
export const readContents = (image: string, tree: string): ImageContents => {
  mkdirSync(tree);
  const { layers } = JSON.parse(readFileSync(join(image, "manifest.json"), "utf8"));
  for (const { digest } of layers) {
    const archive = ["--gzip", "--file", join(image, digest.replace("sha256:", ""))];
    const names = execFileSync("tar", ["--list", ...archive], { encoding: "utf8", maxBuffer: 2 ** 28 })
      .split("\n")
      .filter((name) =>
        /(^|\/)(package\.json|nodejs\/bin\/node|os-release|var\/lib\/dpkg\/status\.d\/[^/]+)$/.test(name),
      );
    if (names.length > 0) {
      execFileSync("tar", ["--extract", ...archive, "--directory", tree, "--files-from=-"], {
        input: names.join("\n"),
      });
    }
  }
  return {
    npm: npmPackages(tree),
    debian: debianPackages(join(tree, "var/lib/dpkg/status.d")),
    distribution: distribution(tree),
    node: execFileSync(join(tree, "nodejs/bin/node"), ["--version"], { encoding: "utf8" }).trim().slice(1),
  };
};

/** Where a package lies that another one imports, as Node looks for it; `undefined` where it is not. */
export const resolved = (tree: ReadonlyMap<string, unknown>, from: string, name: string): string | undefined => {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = join(folder, "node_modules", name);
    if (tree.has(path)) return path;
    if (folder === "." || folder === "/") return undefined;
  }
};

const npmPackages = (tree: string): readonly NpmPackage[] =>
  globSync("app/**/package.json", { cwd: tree })
    .map((file) => dirname(file))
    .filter((path) => /(^|\/)node_modules\/(@[^/]+\/)?[^/@][^/]*$/.test(path) || /^app\/[^/]+$/.test(path))
    .filter((path) => !lstatSync(join(tree, path)).isSymbolicLink())
    .sort()
    .map((path) => ({ path, manifest: JSON.parse(readFileSync(join(tree, path, "package.json"), "utf8")) }));

/** Fields of control files; continued lines are left out, none that we read has any. */
const debianPackages = (folder: string): readonly DebianPackage[] =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((name) => !name.endsWith(".md5sums"))
    .sort()
    .map((name) =>
      Object.fromEntries(
        [...readFileSync(join(folder, name), "utf8").matchAll(/^([\w-]+): (.*)$/gm)].map(([, ...f]) => f),
      ),
    );

const distribution = (tree: string): ImageContents["distribution"] => {
  const file = ["usr/lib/os-release", "etc/os-release"]
    .map((path) => join(tree, path))
    .find((path) => existsSync(path));
  const text = file === undefined ? "" : readFileSync(file, "utf8");
  const field = (name: string): string => new RegExp(`^${name}="?([^"\n]*)`, "m").exec(text)?.[1] ?? "unknown";
  return { id: field("ID"), version: field("VERSION_ID") };
};
