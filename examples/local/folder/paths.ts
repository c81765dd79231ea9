import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where everything of one local platform is. Nothing of it is outside `root`. */
export interface Paths {
  /** Name of the platform, the last part of `root`. */
  readonly name: string;
  readonly root: string;
  /** What earlier starts settled on: product and ports. */
  readonly instance: string;
  /** Who runs it now. */
  readonly lock: string;
  /** For programs: what runs where. No secrets. */
  readonly state: string;
  /** For people and tests: passwords and keys. Mode 0600. */
  readonly secrets: string;
  readonly registry: string;
  readonly logs: string;
  readonly authority: { readonly folder: string; readonly certificate: string; readonly privateKey: string };
  /** Workers, one file each. */
  readonly workers: string;
  /** Compiled code of the Node processes, so that a second start is faster. */
  readonly compileCache: string;
  /** Folder of the global edge. */
  readonly global: string;
  region(id: string): RegionPaths;
}

export interface RegionPaths {
  readonly folder: string;
  readonly blobs: string;
  readonly edge: string;
  /** Keys and passwords of this region's processes. Mode 0600. */
  readonly secrets: string;
}

/** The repository this file is in. */
export const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** Parent of all local platforms: in the repository, or where `BAILIWICK_LOCAL_FOLDER` says. */
export const localFolder = resolve(process.env.BAILIWICK_LOCAL_FOLDER || join(repository, ".bailiwick", "local"));

export const pathsOf = (name: string, parent: string = localFolder): Paths => {
  const root = join(parent, name);
  const authority = join(root, "ca");
  return {
    name,
    root,
    instance: join(root, "instance.json"),
    lock: join(root, "lock"),
    state: join(root, "state.json"),
    secrets: join(root, "secrets.json"),
    registry: join(root, "registry.json"),
    logs: join(root, "logs"),
    authority: { folder: authority, certificate: join(authority, "ca.crt"), privateKey: join(authority, "ca.key") },
    workers: join(root, "workers"),
    compileCache: join(root, "compile-cache"),
    global: join(root, "global"),
    region(id) {
      const folder = join(root, "regions", id);
      return {
        folder,
        blobs: join(folder, "blobs"),
        edge: join(folder, "edge"),
        secrets: join(folder, "secrets.json"),
      };
    },
  };
};
