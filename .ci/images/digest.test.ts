import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, globSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root, trackedFiles } from "../tracked-files.ts";
import { leaveOutImages } from "../workload/podman.ts";
import { buildImages } from "./build-images.ts";
import { digestOf, imageNames, imagesFolder } from "./images-folder.ts";

describe.skipIf(leaveOutImages("whether images are reproducible"))("an image that is built again", () => {
  let place: string;
  const other = (): string => join(place, "another place");

  /** The same sources with other modes, elsewhere, on a base made again. */
  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), "bailiwick-images-"));
    const [folder, sources] = [join(other(), "images"), join(other(), "sources")];
    mkdirSync(folder, { recursive: true });
    for (const file of ["debs", ...globSync("npm-*.tgz", { cwd: imagesFolder })]) {
      cpSync(join(imagesFolder, file), join(folder, file), { recursive: true, preserveTimestamps: false });
    }
    for (const file of trackedFiles()) {
      mkdirSync(join(sources, dirname(file)), { recursive: true });
      cpSync(join(root, file), join(sources, file));
      if (!file.startsWith(".ci/tools")) chmodSync(join(sources, file), 0o600);
    }
    const commit = execFileSync("git", ["log", "-1", "--format=%ct %H"], { cwd: root, encoding: "utf8" }).trim();
    const [epoch = "", revision = ""] = commit.split(" ");
    const env = { SOURCE_DATE_EPOCH: epoch, REVISION: revision };
    await buildImages(folder, { folder: sources, env });
  }, 900_000);

  afterAll(() => {
    rmSync(place, { recursive: true, force: true });
  });

  test.each(imageNames)("%s has the same digest in another place", (name) => {
    expect(digestOf(name, join(other(), "images"))).toBe(digestOf(name));
  });
});
