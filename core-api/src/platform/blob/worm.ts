/** `COMPLIANCE`: nobody shortens a lock, not even the account's owner. `GOVERNANCE`: whoever was given the right can. */
export type LockMode = "COMPLIANCE" | "GOVERNANCE";

/** What is locked without being asked for. */
export interface WormLock {
  readonly mode: LockMode;
  readonly days: number;
}

export interface WormEntry {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly writtenAt: Date;
}

export interface WormObject {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Absent when the object is not locked. */
  readonly lock: { readonly mode: LockMode; readonly until: Date } | undefined;
}

/**
 * Storage in which what was written stays as it was until its time is over. Names may contain `/`. What is written or hidden
 * on top of an object by other means changes nothing here: its first version is the object.
 */
export interface WormStore {
  /**
   * Writes once, locked until `retainUntil`. Throws `WormRefused` for a name that was ever written with other bytes; the same
   * ones again change nothing but an earlier end of the lock, or a weaker lock than this store's.
   */
  put(name: string, bytes: Uint8Array, retainUntil: Date): Promise<void>;
  get(name: string): Promise<WormObject | undefined>;
  /** In the order of their names. */
  list(prefix: string): AsyncIterable<WormEntry>;
  /** Moves the end of the lock out, and makes it as strong as this store's. Throws `WormRefused` for an earlier end, or an object that is not there. */
  extend(name: string, retainUntil: Date): Promise<void>;
  /** The lock every new object gets by itself; `undefined` when nothing is locked. */
  lock(): Promise<WormLock | undefined>;
}

/** Asked for what a write-once store does not do. */
export class WormRefused extends Error {
  override readonly name = "WormRefused";
}
