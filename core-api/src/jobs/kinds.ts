import { runSignUp, type SignUpTools } from "../modules/sign-up/index.ts";
import type { Log } from "../platform/log.ts";
import type { PublishPins } from "../platform/pins/index.ts";
import type { JobKind } from "./queue.ts";

export const signUpJob = "sign-up";

/** A sign-up mostly waits for other regions: one that does must not hold up the next. */
export const signUpsAtOnce = 4;

export interface KindsOptions {
  readonly tools: SignUpTools;
  readonly publishPins: PublishPins;
  readonly cleanSessions: () => Promise<number>;
  readonly keepTenantKeys: () => Promise<number>;
  readonly log: Log;
}

/** Every kind of job of a region. */
export const jobKinds = ({
  tools,
  publishPins,
  cleanSessions,
  keepTenantKeys,
  log,
}: KindsOptions): readonly JobKind[] => [
  {
    name: signUpJob,
    atOnce: signUpsAtOnce,
    retryLimit: 20,
    expireInSeconds: 120,
    async run(id) {
      if (id === undefined) return;
      const outcome = await runSignUp(tools, id);
      log.info({ job: signUpJob, orgId: id, reason: outcome }, "sign-up handled");
    },
  },
  {
    // Long before a map expires, so that an outage of hours is survived.
    name: "publish-pins",
    cron: "*/10 * * * *",
    retryLimit: 5,
    expireInSeconds: 120,
    async run() {
      const epoch = await publishPins();
      log.info({ job: "publish-pins", epoch }, "pin map published");
    },
  },
  {
    name: "clean-sessions",
    cron: "17 * * * *",
    retryLimit: 3,
    expireInSeconds: 900,
    async run() {
      const count = await cleanSessions();
      log.info({ job: "clean-sessions", count }, "sessions that are over were deleted");
    },
  },
  {
    name: "keep-tenant-keys",
    cron: "41 3 * * *",
    retryLimit: 5,
    expireInSeconds: 900,
    async run() {
      const count = await keepTenantKeys();
      log.info({ job: "keep-tenant-keys", count }, "the rotation of tenants' own keys was verified");
    },
  },
];
