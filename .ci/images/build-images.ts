import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../tracked-files.ts";
import { missingForImages } from "../workload/podman.ts";
import { imageNames, imagesFolder } from "./images-folder.ts";

const imageTool = async (name: "base" | "build", ...args: readonly string[]): Promise<void> => {
  await promisify(execFile)(join(root, ".ci/tools/images", name), args, { maxBuffer: 2 ** 26 });
};

/** Base and images in a folder, both images at once. Throws with what the program said that failed. */
export const buildImages = async (folder: string, ...sources: readonly string[]): Promise<void> => {
  if (!existsSync(join(folder, "storage"))) await imageTool("base", folder);
  await Promise.all(imageNames.map((name) => imageTool("build", folder, name, ...sources)));
};

/** Builds base and images before the tests, unless they are there (`BAILIWICK_IMAGES`). */
export default async (): Promise<void> => {
  if (missingForImages().length > 0) return;
  const there = imageNames.every((name) => existsSync(join(imagesFolder, "out", `${name}.cdx.json`)));
  if (process.env.BAILIWICK_IMAGES !== undefined && there) return;
  await buildImages(imagesFolder);
};
