import { execFile, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Podman over the storage that `.ci/tools/images/build` filled. */
export interface Podman {
  /** Runs it; resolves however it ends. `variables` are handed on by name (`--env NAME`), so that no list of processes shows them. */
  run(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The same, and throws with what it says when it does not end with 0. Resolves to its output. */
  must(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<string>;
}

const settings = `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
netns = "host"
log_driver = "k8s-file"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
`;

/** `folder` is the one given to `.ci/tools/images/base`. */
export const createPodman = (folder: string): Podman => {
  const conf = join(folder, "containers.conf");
  writeFileSync(conf, settings);
  const [driver = "", runroot = ""] = ["driver", "runroot"].map((name) =>
    readFileSync(join(folder, name), "utf8").trim(),
  );
  const storage = ["--storage-driver", driver, "--root", join(folder, "storage"), "--runroot", runroot];

  // A group that whoever started us removes, however we end.
  const group = process.env.BAILIWICK_CGROUP;
  const ofRun = group === undefined ? [] : ["--cgroup-parent", group];

  const run: Podman["run"] = ([command = "", ...args], variables = {}) =>
    new Promise((resolve) => {
      const env = { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "/root", CONTAINERS_CONF: conf };
      const options = { env: { ...env, ...variables }, maxBuffer: 2 ** 26 };
      const all = [...storage, command, ...(command === "run" ? ofRun : []), ...args];
      execFile("podman", all, options, (error, stdout, stderr) => {
        const status = error === null ? 0 : typeof error.code === "number" ? error.code : 1;
        resolve({ status, stdout, stderr });
      });
    });

  return {
    run,
    async must(args, variables) {
      const { status, stdout, stderr } = await run(args, variables);
      if (status !== 0) throw new Error(`podman ${args.slice(0, 2).join(" ")} ended with ${status}: ${stderr.trim()}`);
      return stdout.trim();
    },
  };
};

/** What running images needs and this machine lacks, as words; empty where all is there. */
export const missingForImages = (): readonly string[] => [
  ...["buildah", "podman", "runc", "ip"].filter((program) => spawnSync(program, ["--version"]).error !== undefined),
  ...(process.getuid?.() === 0 ? [] : ["root"]),
];

/** True where tests that run images are left out, which is said in one line. With `REQUIRE_TOOLS=1` they run, and fail. */
export const leaveOutImages = (what: string): boolean => {
  const missing = missingForImages();
  if (missing.length === 0 || process.env.REQUIRE_TOOLS === "1") return false;
  console.log(`no ${missing.join(", ")} (.ci/tools/images/install): ${what} is not tested`);
  return true;
};
