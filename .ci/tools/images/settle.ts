import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

interface Part {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

interface Manifest {
  readonly schemaVersion: 2;
  readonly mediaType: string;
  readonly config: Part;
  readonly layers: readonly Part[];
}

interface Image {
  readonly config: Readonly<Record<string, unknown>>;
  readonly rootfs: { readonly type: "layers"; readonly diff_ids: readonly string[] };
  readonly [field: string]: unknown;
}

/** Fields that name the container an image was built in, or the storage's id of its base; nothing reads them any more. */
const ofTheBuild = new Set(["container", "container_config", "parent", "Hostname", "Domainname", "Image"]);

/**
 * `node settle.ts <folder>`: takes the place where it was built out of an image, laid out as a `dir:` of buildah's: names of
 * containers, and the order in which the storage lists the files of the last layer. Prints the digest of the new manifest.
 */
const settle = (folder: string): string => {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const image: Image = JSON.parse(take(manifest.config).toString());
  const layer = manifest.layers.at(-1);
  if (layer === undefined) throw new TypeError("an image without a layer");
  const tar = sorted(take(layer));
  const layers = [...manifest.layers.slice(0, -1), put(layer, gzipSync(tar))];
  const diffIds = [...image.rootfs.diff_ids.slice(0, -1), digestOf(tar)];
  const settled = { ...without(image), config: without(image.config), rootfs: { ...image.rootfs, diff_ids: diffIds } };
  const config = put(manifest.config, Buffer.from(JSON.stringify(settled)));
  const text = Buffer.from(JSON.stringify({ ...manifest, config, layers }));
  writeFileSync(join(folder, "manifest.json"), text);
  return digestOf(text);

  function take({ digest }: Part): Buffer {
    const path = join(folder, hexOf(digest));
    const content = readFileSync(path);
    rmSync(path);
    return content;
  }

  function put(part: Part, content: Buffer): Part {
    const digest = digestOf(content);
    writeFileSync(join(folder, hexOf(digest)), content);
    return { ...part, size: content.length, digest };
  }

  /** The same archive with its files by name. Owners, modes and times stay. */
  function sorted(compressed: Buffer): Buffer {
    const place = join(folder, "layer");
    mkdirSync(place);
    const asRoot = ["--numeric-owner", "--same-permissions", "--delay-directory-restore"];
    execFileSync("tar", ["--extract", "--gzip", ...asRoot, "--directory", place], { input: compressed });
    const how = ["--sort=name", "--format=gnu", "--numeric-owner", "--directory", place];
    const names = execFileSync("ls", ["-A", place], { encoding: "utf8" }).trim().split("\n");
    const archive = execFileSync("tar", ["--create", ...how, ...names], { maxBuffer: 2 ** 31 });
    rmSync(place, { recursive: true });
    return archive;
  }
};

const without = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !ofTheBuild.has(name)));

const hexOf = (digest: string): string => digest.replace("sha256:", "");
const digestOf = (content: Buffer): string => `sha256:${createHash("sha256").update(content).digest("hex")}`;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new TypeError("usage: settle.ts <folder>");
console.log(settle(folder));
