/** A value as the store has it now. */
export interface StoredSecret {
  readonly value: string;
  /** Names this very value among all that the secret ever had. */
  readonly version: string;
}

/** Where a region keeps its secrets. The places are there already; only their values are made here. */
export interface SecretStore {
  /** The value that counts, or `undefined` while there is none. Rejects when the place itself is not there. */
  read(id: string): Promise<StoredSecret | undefined>;
  /**
   * Gives the secret its first value, or with `after` the one that follows that version, unless somebody else was first.
   * Answers the value that counts now, which may be the other's: use it and not what was given. A version may have been followed
   * before, and be put back since: `attempt` counts how often it was to be followed anew. @default 0
   */
  write(id: string, value: string, after?: string, attempt?: number): Promise<StoredSecret>;
}
