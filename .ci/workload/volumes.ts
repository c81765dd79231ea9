import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContainerDefinition, TaskDefinition } from "./definition.ts";
import type { Podman } from "./podman.ts";

/** Volumes of one task, shared by its containers and gone with it. */
export interface Volumes {
  /** What mounts them, and the files put over the image's, into one container. */
  arguments(
    definition: ContainerDefinition,
    options: { image(declared: string): string; readonly files?: Readonly<Record<string, string>> },
  ): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/**
 * As Fargate has them: root's and 0755, so that no other user can write, but where the image names the path as a `VOLUME`, and
 * then as the path is in the image. ("Use bind mounts with Amazon ECS")
 */
export const createVolumes = (podman: Podman, id: string, task: TaskDefinition): Volumes => {
  const folder = mkdtempSync(join(tmpdir(), "bailiwick-volumes-"));
  for (const { name } of task.volumes) {
    mkdirSync(join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
  const ofImage = new Set<string>();

  const source = async (volume: string, path: string, image: string): Promise<string> => {
    if (!task.volumes.some(({ name }) => name === volume)) throw new RangeError(`the task has no volume ${volume}`);
    const [{ Config }] = JSON.parse(await podman.must(["image", "inspect", image]));
    if (Config.Volumes?.[path] === undefined) return join(folder, volume);
    // Podman fills a volume of its own from the image, with owner and mode.
    const name = `${id}-${volume}`;
    ofImage.add(name);
    return name;
  };

  return {
    async arguments(definition, { image, files = {} }) {
      const mounted: string[] = [];
      for (const { sourceVolume, containerPath, readOnly } of definition.mountPoints) {
        const from = await source(sourceVolume, containerPath, image(definition.image));
        mounted.push("--volume", `${from}:${containerPath}${readOnly ? ":ro" : ""}`);
      }
      for (const [path, file] of Object.entries(files)) mounted.push("--volume", `${file}:${path}:ro`);
      return mounted;
    },
    async remove() {
      for (const name of ofImage) await podman.run(["volume", "rm", "--force", name]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
