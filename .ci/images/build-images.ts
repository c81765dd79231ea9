import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tracked-files.ts";
import { missingForImages } from "../workload/podman.ts";
import { imageNames, imagesFolder } from "./images-folder.ts";

/** Runs a program of `.ci/tools/images`. Throws with what it said. */
export const imageTool = (name: "base" | "build", ...args: readonly string[]): string =>
  execFileSync(join(root, ".ci/tools/images", name), args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

/** Builds base and images before the tests, unless they are there (`BAILIWICK_IMAGES`). */
export default (): void => {
  if (missingForImages().length > 0) return;
  const there = imageNames.every((name) => existsSync(join(imagesFolder, "out", `${name}.cdx.json`)));
  if (process.env.BAILIWICK_IMAGES !== undefined && there) return;
  if (!existsSync(join(imagesFolder, "storage"))) imageTool("base", imagesFolder);
  for (const name of imageNames) imageTool("build", imagesFolder, name);
};
