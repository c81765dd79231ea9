import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Ending } from "../process/end.ts";

/** A shell that outlives this process by seconds and stops what it leaves behind, even after kill -9. */
export interface Guardian {
  readonly pid: number | undefined;
  /** It would be ended in this way, but within three seconds, or twenty where a harder signal is known. */
  watch(pid: number, ending: Pick<Ending, "stopSignal" | "hardSignal">): void;
  forget(pid: number): void;
  /** Lock file to remove with the rest. */
  lock(path: string): void;
  /** Temporary folder (`bailiwick-ephemeral-…`) to remove with the rest. */
  wipe(path: string): void;
  /** Everything has been stopped in order: nothing to clean up. Resolves when the shell is gone. */
  dismiss(): Promise<void>;
}

const script = fileURLToPath(new URL("./guardian.sh", import.meta.url));

/** Starts the guardian. It is started again, with all it knew, when somebody kills it. On Windows there is no shell to do it. */
export const startGuardian = (): Guardian => {
  const orders = new Map<string, string>();
  let dismissed = process.platform === "win32";
  let shell: ChildProcess | undefined;

  const start = (): void => {
    shell = spawn("/bin/sh", [script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    shell.stdin?.on("error", () => undefined); // it is gone; "exit" says so too
    shell.once("exit", () => {
      if (!dismissed) start();
    });
    for (const order of orders.values()) shell.stdin?.write(order);
    shell.unref();
  };

  const send = (key: string, order: string): void => {
    orders.set(key, order);
    shell?.stdin?.write(order);
  };

  if (!dismissed) start();
  return {
    get pid() {
      return shell?.pid;
    },
    watch(pid, { stopSignal = "SIGTERM", hardSignal }) {
      const [soft, hard] = [stopSignal, hardSignal ?? "SIGKILL"].map((name) => name.replace(/^SIG/, ""));
      send(`watch ${pid}`, `watch ${pid} ${soft} ${hardSignal === undefined ? 30 : 200} ${hard}\n`);
    },
    forget(pid) {
      orders.delete(`watch ${pid}`);
      shell?.stdin?.write(`forget ${pid}\n`);
    },
    lock: (path) => send("lock", `lock ${path}\n`),
    wipe: (path) => send("wipe", `wipe ${path}\n`),
    async dismiss() {
      if (dismissed) return;
      dismissed = true;
      const gone = new Promise<void>((resolve) => shell?.once("exit", () => resolve()));
      shell?.ref();
      shell?.stdin?.end("done\n");
      await gone;
    },
  };
};
