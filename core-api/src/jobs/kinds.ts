import { runSignUp, type SignUpTools } from "../modules/sign-up/index.ts";
import type { Sql } from "../platform/db/index.ts";
import type { Log } from "../platform/log.ts";
import type { PublishPins } from "../platform/pins/index.ts";
import type { JobKind } from "./queue.ts";

export const signUpJob = "sign-up";

export interface KindsOptions {
  readonly tools: SignUpTools;
  readonly publishPins: PublishPins;
  readonly log: Log;
}

/** Every kind of job of a region. */
export const jobKinds = ({ tools, publishPins, log }: KindsOptions): readonly JobKind[] => [
  {
    name: signUpJob,
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
];

/** Ids of sign-ups that are open and have not moved for a while: their worker died, or its message was lost. */
export const strandedSignUps = async (catalog: Sql, idleSeconds: number): Promise<readonly string[]> => {
  const rows = await catalog<{ id: string }[]>`
    select id from catalog.sign_up
     where state in ('pending', 'running') and updated_at < now() - make_interval(secs => ${idleSeconds})
     order by created_at limit 100`;
  return rows.map(({ id }) => id);
};
