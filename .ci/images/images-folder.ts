import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../tracked-files.ts";

/** Both images, by the name that `.ci/tools/images/build` takes. */
export const imageNames = ["core-api", "edge"] as const;
export type ImageName = (typeof imageNames)[number];

/** Where the images are built: `BAILIWICK_IMAGES` when somebody has built them there, else a folder of this checkout. */
export const imagesFolder = process.env.BAILIWICK_IMAGES ?? join(root, ".bailiwick/images");

export const digestOf = (image: ImageName, folder = imagesFolder): string =>
  readFileSync(join(folder, "out", `${image}.digest`), "utf8").trim();

/** Name of an image on this machine. */
export const localImage = (image: ImageName): string => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return `localhost/bailiwick/${image}:${version}`;
};
