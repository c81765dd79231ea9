import { PgBoss } from "pg-boss";
import { catalogName, type Password, parseServerAddress } from "../platform/db/index.ts";
import type { Log } from "../platform/log.ts";

/** A kind of job. Its payload holds ids only: what they stand for stays under row security. */
export interface JobKind {
  readonly name: string;
  /** Five-field cron in UTC; left out for a job that is only sent. */
  readonly cron?: string;
  /** Tries after the first, with a growing pause up to five minutes. */
  readonly retryLimit: number;
  readonly expireInSeconds: number;
  /** Jobs of the kind that one process carries out at a time. @default 1 */
  readonly atOnce?: number;
  run(id: string | undefined): Promise<unknown>;
}

export interface JobQueue {
  /** Sends a job unless one of its kind and id waits already. */
  send(name: string, id?: string): Promise<void>;
  /** Lets running jobs finish, up to ten seconds; what is cut off is tried again later. */
  stop(): Promise<void>;
}

export interface JobQueueOptions {
  /** Server address as for `connectDatabase`, with the catalog's name in its path. */
  readonly url: string;
  /** PEM: certificates that the server's must lead to. @default those that Node trusts */
  readonly authority?: string | undefined;
  /** Of `bailiwick_platform_admin`. */
  readonly password: Password;
  readonly log: Log;
  readonly kinds: readonly JobKind[];
}

/** The region's queue, in schema `pgboss` of the catalog. A replica more takes a share of the jobs. */
export const startJobQueue = async (options: JobQueueOptions): Promise<JobQueue> => {
  const { url, authority, password, log, kinds } = options;
  const { host, port, secure } = parseServerAddress(url);
  const user = "bailiwick_platform_admin";
  const boss = new PgBoss({
    host,
    port,
    database: catalogName(url),
    user,
    password: typeof password === "string" ? password : () => password({ host, port, user }),
    application_name: "bailiwick-jobs",
    ssl: secure && {
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
      ...(authority === undefined ? {} : { ca: authority }),
    },
    schema: "pgboss",
    createSchema: false,
    max: 3,
  });
  boss.on("error", (error) => log.error({ error }, "the job queue failed"));
  await boss.start();
  for (const kind of kinds) {
    const { name, cron, retryLimit, expireInSeconds, atOnce = 1 } = kind;
    const options = {
      policy: "short",
      retryLimit,
      retryBackoff: true,
      retryDelay: 1,
      retryDelayMax: 300,
      expireInSeconds,
    };
    await boss.createQueue(name, options);
    await boss.work<{ id?: string }>(name, { pollingIntervalSeconds: 0.5, localConcurrency: atOnce }, async ([job]) => {
      if (job === undefined) return;
      try {
        await kind.run(job.data?.id);
      } catch (error) {
        log.error({ job: name, error }, "a job failed and will be tried again");
        throw error;
      }
    });
    if (cron !== undefined) await boss.schedule(name, cron);
  }
  return {
    async send(name, id) {
      // Policy "short": one waiting job per kind and key.
      await boss.send(name, id === undefined ? {} : { id }, id === undefined ? {} : { singletonKey: id });
    },
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
};
