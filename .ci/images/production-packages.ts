/** What a lock file of npm says about one package. */
interface Locked {
  readonly name?: string;
  readonly version?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, Locked>>;
}

/**
 * `name@version` of everything that a workspace needs to run on this platform, the workspaces it needs included, sorted: read
 * from the lock file alone, without looking at what is installed.
 */
export const productionPackages = ({ packages }: LockFile, workspace: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (path: string): void => {
    const locked = packages[path];
    if (locked === undefined || found.has(path) || !fits(locked)) return;
    if (locked.link === true) {
      visit(locked.resolved ?? "");
      return;
    }
    found.add(path);
    const optionalPeers = Object.entries(locked.peerDependenciesMeta ?? {}).filter(([, { optional }]) => optional);
    const peers = Object.keys(locked.peerDependencies ?? {}).filter(
      (name) => !optionalPeers.some(([optional]) => optional === name),
    );
    const names = [...Object.keys({ ...locked.dependencies, ...locked.optionalDependencies }), ...peers];
    for (const name of names) {
      const at = resolve(packages, path, name);
      if (at !== undefined) visit(at);
    }
  };
  visit(workspace);
  const named = [...found].map((path) => `${nameOf(path, packages)}@${packages[path]?.version}`);
  return [...new Set(named)].sort();
};

const nameOf = (path: string, packages: LockFile["packages"]): string =>
  packages[path]?.name ?? path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);

/** Where Node looks for a package from `path` on upwards; `undefined` where it is not. */
const resolve = (packages: LockFile["packages"], path: string, name: string): string | undefined => {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/")))) {
    const candidate = folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (folder === "") return undefined;
  }
};

/** The images' platform: this machine's, with the C library of Debian. */
const fits = ({ os, cpu, libc }: Locked): boolean =>
  (os?.includes("linux") ?? true) && (cpu?.includes(process.arch) ?? true) && (libc?.includes("glibc") ?? true);
