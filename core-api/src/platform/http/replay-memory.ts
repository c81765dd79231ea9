import { randomBytes } from "node:crypto";

export interface ReplayMemoryOptions {
  /** Seconds for which an id must be remembered, at least. */
  readonly seconds: number;
  /** Ids it can hold per period of `seconds`. @default 1_000_000, 16 MB once they are used */
  readonly capacity?: number;
  /** Seconds, monotone. @default the process's clock */
  readonly now?: () => number;
}

export type ReplayAnswer = "new" | "seen" | "full";

/** Remembers request ids. It never forgets one early: when it is full it says so, and the request must be refused. */
export interface ReplayMemory {
  /** Notes an id; `seen` when it was noted before within the period. */
  note(id: string): ReplayAnswer;
}

/**
 * Two generations of 64-bit fingerprints in open addressing: eight bytes an id, no garbage. The fingerprint is seeded per
 * process, and ids are minted by our own edge; two different ids of one period meet with a chance of n / 2^64.
 */
export const createReplayMemory = ({
  seconds,
  capacity = 1_000_000,
  now = () => performance.now() / 1000,
}: ReplayMemoryOptions): ReplayMemory => {
  const slots = 2 ** Math.ceil(Math.log2(capacity * 1.5));
  const seeds = new Uint32Array(randomBytes(8).buffer.slice(0, 8));
  const seedA = seeds[0] ?? 1;
  const seedB = seeds[1] ?? 2;

  // Fresh arrays rather than cleared ones: the system hands out zero pages only when they are touched.
  let current = new Uint32Array(2 * slots);
  let previous: Uint32Array | undefined;
  let count = 0;
  let startedAt = now();

  const turn = (): void => {
    const at = now();
    if (at - startedAt < seconds) return;
    previous = at - startedAt < 2 * seconds ? current : undefined;
    current = new Uint32Array(2 * slots);
    count = 0;
    startedAt = at;
  };

  /** Index of the fingerprint, or of the empty slot where it belongs as a negative number less one. */
  const find = (table: Uint32Array, a: number, b: number): number => {
    for (let slot = a & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const high = table[2 * slot];
      const low = table[2 * slot + 1];
      if (high === 0 && low === 0) return -slot - 1;
      if (high === a && low === b) return slot;
    }
  };

  return {
    note(id) {
      turn();
      let a = seedA;
      let b = seedB;
      for (let at = 0; at < id.length; at++) {
        const unit = id.charCodeAt(at);
        a = Math.imul(a ^ unit, 0x01000193);
        b = Math.imul(b + unit, 0x85ebca6b) ^ (b >>> 13);
      }
      a = (a ^ (a >>> 15)) >>> 0;
      b = (b ^ (b >>> 16)) >>> 0;
      if (a === 0 && b === 0) b = 1; // zero marks an empty slot
      if (previous !== undefined && find(previous, a, b) >= 0) return "seen";
      const found = find(current, a, b);
      if (found >= 0) return "seen";
      if (count >= capacity) return "full";
      const slot = -found - 1;
      current[2 * slot] = a;
      current[2 * slot + 1] = b;
      count++;
      return "new";
    },
  };
};
