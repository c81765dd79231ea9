import { setTimeout as wait } from "node:timers/promises";
import type { ContainerDefinition } from "./definition.ts";
import type { Podman } from "./podman.ts";

/** A container of a task that runs or ran. */
export interface Container {
  readonly name: string;
  readonly definition: ContainerDefinition;
  /** Runs the declared health command once: 0 while it is well. Throws where none is declared. */
  health(): Promise<{ readonly status: number; readonly output: string }>;
  /** Waits as ECS does: until the health command succeeds; failures count after the start period. Throws with what was said. */
  untilHealthy(): Promise<void>;
  /** Resolves to its status when it has ended. */
  untilEnded(): Promise<number>;
  running(): Promise<boolean>;
  /** SIGTERM, and SIGKILL after the declared time. Resolves to the status and the seconds that it took. */
  stop(): Promise<{ readonly status: number; readonly seconds: number }>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** What it wrote to both streams. */
  output(): Promise<string>;
  remove(): Promise<void>;
}

/** Time between two health commands while it starts; then nobody waits for the declared interval. */
const startingSeconds = 1;

/** `name` is podman's; the container has been started under it. */
export const createContainer = (podman: Podman, name: string, definition: ContainerDefinition): Container => {
  const inspect = (what: string): Promise<string> => podman.must(["inspect", "--format", what, name]);

  const output = async (): Promise<string> => {
    const { stdout, stderr } = await podman.run(["logs", name]);
    return stdout + stderr;
  };

  const health: Container["health"] = async () => {
    const [kind, ...command] = definition.healthCheck?.command ?? [];
    // `CMD-SHELL` wants a shell, which the images do not have.
    if (kind !== "CMD") throw new RangeError(`${definition.name} has no health command that runs without a shell`);
    const timeout = definition.healthCheck?.timeout ?? 5;
    const asked = podman.run(["exec", name, ...command]);
    const late = wait(timeout * 1000, { status: 1, stdout: "", stderr: `no answer in ${timeout} s` }, { ref: false });
    const { status, stdout, stderr } = await Promise.race([asked, late]);
    return { status, output: (stdout + stderr).trim() };
  };

  return {
    name,
    definition,
    health,
    async untilHealthy() {
      const { startPeriod = 0, retries = 3, interval = 30 } = definition.healthCheck ?? {};
      const began = performance.now();
      for (let failures = 0; ; ) {
        const { status, output: said } = await health();
        if (status === 0) return;
        const starting = performance.now() - began < startPeriod * 1000;
        if (!starting) failures += 1;
        if (failures >= retries || (await inspect("{{.State.Running}}")) !== "true") {
          throw new Error(`${definition.name} does not become healthy: ${said}\n${await output()}`);
        }
        await wait((starting ? startingSeconds : Math.min(interval, startingSeconds)) * 1000);
      }
    },
    async untilEnded() {
      return Number(await podman.must(["wait", name]));
    },
    async running() {
      return (await inspect("{{.State.Running}}")) === "true";
    },
    async stop() {
      const began = performance.now();
      await podman.must(["stop", "--time", `${definition.stopTimeout}`, name]);
      const seconds = (performance.now() - began) / 1000;
      return { status: Number(await inspect("{{.State.ExitCode}}")), seconds };
    },
    async kill() {
      await podman.must(["kill", "--signal", "KILL", name]);
      await podman.must(["wait", name]);
    },
    output,
    async remove() {
      await podman.run(["rm", "--force", "--time", "0", "--volumes", name]);
    },
  };
};
