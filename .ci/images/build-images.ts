import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../tracked-files.ts";
import { missingForImages } from "../workload/podman.ts";
import { imageNames, imagesFolder } from "./images-folder.ts";

const imageTool = async (args: readonly [name: "base" | "build", ...rest: string[]], env = {}): Promise<void> => {
  const [name, ...rest] = args;
  const options = { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  await promisify(execFile)(join(root, ".ci/tools/images", name), rest, options);
};

export interface Sources {
  readonly folder: string;
  /** Time and commit that a repository would say: `SOURCE_DATE_EPOCH` and `REVISION` of the images, not of their base. */
  readonly env: Readonly<Record<string, string>>;
}

/** Base and images in a folder, both images at once. Throws with what the program said that failed. */
export const buildImages = async (
  folder: string,
  { folder: sources, env }: Sources = { folder: root, env: {} },
): Promise<void> => {
  if (!existsSync(join(folder, "storage"))) await imageTool(["base", folder]);
  await Promise.all(imageNames.map((name) => imageTool(["build", folder, name, sources], env)));
};

/** Builds base and images before the tests, unless they are there (`BAILIWICK_IMAGES`). */
export default async (): Promise<void> => {
  if (missingForImages().length > 0) return;
  const there = imageNames.every((name) => existsSync(join(imagesFolder, "out", `${name}.cdx.json`)));
  if (process.env.BAILIWICK_IMAGES !== undefined && there) return;
  await buildImages(imagesFolder);
};
