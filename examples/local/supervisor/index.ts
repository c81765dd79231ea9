import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { LocalFailure } from "../failure.ts";
import { startGuardian } from "./guardian.ts";
import { createLogFile } from "./log-file.ts";
import type { Service } from "./service.ts";
import { type ServiceStatus, type WatchedService, watchService } from "./watched-service.ts";

export type { Diagnosis, Service, ServiceCommand } from "./service.ts";
export type { ServiceState, ServiceStatus } from "./watched-service.ts";

export interface SupervisorOptions {
  /** Where each service's log goes. */
  readonly logs: string;
  /** Removed by the guardian when we are killed. */
  readonly lock: string;
  /** Folder of the platform: every process carries it in its environment, so that one that was left over is found by it. */
  readonly folder: string;
  /** Temporary folder that nothing of may remain. */
  readonly wipe?: string | undefined;
  readonly say: (sentence: string) => void;
  /** A service that was ready cannot be kept running. */
  readonly giveUp: (reason: unknown) => void;
}

export interface Supervisor {
  /** Resolves with the milliseconds it took to be ready. Throws `LocalFailure`. */
  start(service: Service): Promise<number>;
  readonly services: readonly ServiceStatus[];
  /** Calls `listener` soon after a service changed its state or process, one call at a time. */
  onChange(listener: () => Promise<void>): void;
  /** Stops everything in the order of ranks. Idempotent. */
  stop(): Promise<void>;
}

/** Variable that names a process's platform. */
export const platformMark = "LOCAL_PLATFORM_FOLDER";

/** Owns every process of the platform. Whatever ends this process, a second one ends them. */
export const createSupervisor = (options: SupervisorOptions): Supervisor => {
  const { logs, lock, folder, wipe, say, giveUp } = options;
  const marks = { [platformMark]: folder };
  const changes = new EventEmitter();
  const changed = (): void => void changes.emit("change");
  const guardian = startGuardian();
  guardian.lock(lock);
  if (wipe !== undefined) guardian.wipe(wipe);
  const watched: { readonly rank: number; readonly service: WatchedService }[] = [];
  let stopped: Promise<void> | undefined;

  const stopAll = async (): Promise<void> => {
    const ranks = [...new Set(watched.map(({ rank }) => rank))].sort((one, other) => other - one);
    for (const rank of ranks) {
      await Promise.all(watched.filter((one) => one.rank === rank).map(({ service }) => service.stop()));
    }
    await guardian.dismiss();
  };

  return {
    async start(service) {
      if (stopped !== undefined) throw new LocalFailure({ code: "stopped", message: "The platform is being stopped." });
      const began = performance.now();
      const log = createLogFile(logs, service.name);
      const one = watchService({ service, log, guardian, marks, say, giveUp, changed });
      watched.push({ rank: service.rank, service: one });
      await one.start();
      return performance.now() - began;
    },
    get services() {
      return watched.map(({ service }) => service.status);
    },
    onChange(listener) {
      let pending = false;
      let last = Promise.resolve();
      changes.on("change", () => {
        if (pending) return;
        pending = true;
        last = last
          .then(() => sleep(20))
          .then(() => {
            pending = false;
            return listener();
          })
          .catch((error: unknown) => say(`The state could not be written: ${String(error)}`));
      });
    },
    stop() {
      stopped ??= stopAll();
      return stopped;
    },
  };
};
