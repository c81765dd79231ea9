import {
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  ListObjectVersionsCommand,
  type ObjectVersion,
  PutObjectCommand,
  PutObjectRetentionCommand,
} from "@aws-sdk/client-s3";
import { awsFailure } from "../aws/failure.ts";
import { createS3Call, type S3Call, type S3Options } from "../aws/s3-client.ts";
import { type LockMode, type WormObject, WormRefused, type WormStore } from "./worm.ts";

export interface S3WormOptions extends S3Options {
  /** Of the objects written here. @default COMPLIANCE */
  readonly mode?: LockMode;
}

/**
 * A bucket of Amazon S3 with Object Lock. Needs s3:PutObject, PutObjectRetention, GetObjectVersion, GetObjectRetention,
 * ListBucketVersions and GetBucketObjectLockConfiguration, and no right to delete. Every object is sent with its SHA-256,
 * which S3 compares. Errors are the SDK's, save for `WormRefused`.
 */
export const s3WormStore = ({ bucket, mode = "COMPLIANCE", ...options }: S3WormOptions): WormStore => {
  const call = createS3Call(options);
  // The name itself comes before all others that begin with it.
  const first = async (name: string): Promise<FirstVersion | undefined> => {
    for await (const version of firstVersions(call, bucket, name)) return version.name === name ? version : undefined;
    return undefined;
  };
  const read = async (name: string, versionId: string) =>
    call(async (client, abortSignal) => {
      const command = new GetObjectCommand({ Bucket: bucket, Key: name, VersionId: versionId });
      const { Body: body, ...head } = await client.send(command, { abortSignal });
      const { ObjectLockMode: kind, ObjectLockRetainUntilDate: until } = head;
      const bytes = new Uint8Array(body === undefined ? [] : await body.transformToByteArray());
      return { bytes, lock: kind === undefined || until === undefined ? undefined : { mode: kind, until } };
    });

  /** The stronger one of what an object has and what is written here: what somebody can lift is no lock for who needs the other. */
  const kindFor = (lock: WormObject["lock"]): LockMode =>
    mode === "COMPLIANCE" || lock === undefined ? mode : lock.mode;

  const extend = async (name: string, retainUntil: Date): Promise<void> => {
    const found = await first(name);
    if (found === undefined) throw new WormRefused(`there is no object ${name}`);
    const { lock } = await read(name, found.versionId);
    if (lock !== undefined && lock.until > retainUntil) throw new WormRefused(`${name} is locked for longer already`);
    const command = new PutObjectRetentionCommand({
      Bucket: bucket,
      Key: name,
      VersionId: found.versionId,
      Retention: { Mode: kindFor(lock), RetainUntilDate: retainUntil },
    });
    await call((client, abortSignal) => client.send(command, { abortSignal }));
  };
  /** The same bytes may be written again: whoever was killed before it could note its success starts over. */
  const settle = async (name: string, there: FirstVersion, bytes: Uint8Array, retainUntil: Date): Promise<void> => {
    const held = await read(name, there.versionId);
    if (!Buffer.from(held.bytes).equals(bytes)) throw new WormRefused(`${name} was written before, with other bytes`);
    const { lock } = held;
    if (lock === undefined || lock.until < retainUntil) await extend(name, retainUntil);
    else if (lock.mode !== kindFor(lock)) await extend(name, lock.until);
  };

  return {
    async put(name, bytes, retainUntil) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: name,
        Body: bytes,
        ContentType: "application/octet-stream",
        IfNoneMatch: "*",
        ChecksumAlgorithm: "SHA256",
        ObjectLockMode: mode,
        ObjectLockRetainUntilDate: retainUntil,
      });
      // S3 takes a name whose object is hidden by a delete marker for a free one.
      const before = await first(name);
      if (before !== undefined) return settle(name, before, bytes, retainUntil);
      try {
        await call((client, abortSignal) => client.send(command, { abortSignal }));
      } catch (error) {
        // By another writer, or by an earlier try of ours whose answer was lost.
        const since = awsFailure(error)?.status === 412 ? await first(name) : undefined;
        if (since === undefined) throw error;
        await settle(name, since, bytes, retainUntil);
      }
    },
    async get(name) {
      const found = await first(name);
      return found === undefined ? undefined : read(name, found.versionId);
    },
    async *list(prefix) {
      for await (const { versionId: _, ...entry } of firstVersions(call, bucket, prefix)) yield entry;
    },
    extend,
    async lock() {
      try {
        const { ObjectLockConfiguration: found } = await call((client, abortSignal) =>
          client.send(new GetObjectLockConfigurationCommand({ Bucket: bucket }), { abortSignal }),
        );
        const { Mode: kind, Days: days = 0, Years: years = 0 } = found?.Rule?.DefaultRetention ?? {};
        if (found?.ObjectLockEnabled !== "Enabled" || kind === undefined) return undefined;
        return { mode: kind, days: days + 365 * years };
      } catch (error) {
        if (awsFailure(error)?.code === "ObjectLockConfigurationNotFoundError") return undefined;
        throw error;
      }
    },
  };
};

interface FirstVersion {
  readonly name: string;
  readonly size: number;
  readonly writtenAt: Date;
  readonly versionId: string;
}

/** The oldest version of every name. S3 lists names in order and the versions of one from the newest to the oldest. */
async function* firstVersions(call: S3Call, bucket: string, prefix: string): AsyncGenerator<FirstVersion> {
  let oldest: FirstVersion | undefined;
  let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (from !== undefined) {
    const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      ...from,
    });
    const page = await call((client, abortSignal) => client.send(command, { abortSignal }));
    for (const version of page.Versions ?? []) {
      const next = versionOf(version);
      if (oldest !== undefined && oldest.name !== next.name) yield oldest;
      oldest = next;
    }
    from =
      page.IsTruncated === true
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
  }
  if (oldest !== undefined) yield oldest;
}

const versionOf = ({ Key, VersionId, Size, LastModified }: ObjectVersion): FirstVersion => {
  if (Key === undefined || VersionId === undefined || Size === undefined || LastModified === undefined) {
    throw new Error("S3 listed a version without its name, id, size or time");
  }
  return { name: Key, versionId: VersionId, size: Size, writtenAt: LastModified };
};
