/** At most `limit` at work, at most `maxWaiting` in line. */
export interface Semaphore {
  /** Runs `work` when it is its turn. Throws `Crowded` at once when the line is full. */
  run<T>(work: () => Promise<T>): Promise<T>;
  readonly active: number;
  readonly waiting: number;
}

export interface SemaphoreOptions {
  readonly limit: number;
  readonly maxWaiting: number;
}

/** The line is full. */
export class Crowded extends Error {
  override readonly name = "Crowded";
}

export const createSemaphore = ({ limit, maxWaiting }: SemaphoreOptions): Semaphore => {
  const line: (() => void)[] = [];
  let active = 0;

  const leave = (): void => {
    const next = line.shift();
    if (next === undefined) active--;
    else next(); // hands its place on, so that nobody who comes now can slip in between
  };

  return {
    async run(work) {
      if (active < limit) active++;
      else {
        if (line.length >= maxWaiting) throw new Crowded("too many are waiting");
        await new Promise<void>((resolve) => line.push(resolve));
      }
      try {
        return await work();
      } finally {
        leave();
      }
    },
    get active() {
      return active;
    },
    get waiting() {
      return line.length;
    },
  };
};
