/** A blob as it was read. */
export interface Blob {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Changes with every write. */
  readonly etag: string;
}

/** Private object storage of one region. Names may contain `/`. */
export interface BlobStore {
  /** Writes the whole blob or nothing; replaces what was there. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The blob; `undefined` when there is none, `unchanged` when its tag is still `unlessEtag`. */
  get(name: string, unlessEtag?: string): Promise<Blob | "unchanged" | undefined>;
  /** Removes it; no error when there is none. */
  delete(name: string): Promise<void>;
}
