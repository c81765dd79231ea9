import type { Sql } from "../../platform/db/index.ts";

/** With the pauses of the queue this is about four hours. */
export const maxAttempts = 80;

/**
 * Records that a step failed, and when: the next look waits accordingly. Answers how often that has happened to this sign-up.
 * What went wrong inside is for the log; the reason kept here is shown to whoever asked.
 */
export const recordFailedAttempt = async (catalog: Sql, id: string, step: string): Promise<number> => {
  const message = `The step ${step} did not succeed. It is tried again.`;
  const [row] = await catalog<{ attempts: number }[]>`
    update catalog.sign_up
       set error = jsonb_build_object('code', 'trying-again', 'message', ${message}::text,
                                      'attempts', coalesce((error ->> 'attempts')::int, 0) + 1),
           updated_at = now()
     where id = ${id} and state in ('pending', 'running')
    returning (error ->> 'attempts')::int as attempts`;
  return row?.attempts ?? 0;
};

/**
 * Ids of sign-ups that are open and have not moved for a while: their worker died, or their message was lost. After a failed
 * attempt that while doubles, from `idleSeconds` to ten minutes, always longer than the queue's own pause.
 */
export const strandedSignUps = async (catalog: Sql, idleSeconds: number): Promise<readonly string[]> => {
  const rows = await catalog<{ id: string }[]>`
    select id from catalog.sign_up
     where state in ('pending', 'running')
       and updated_at < now() - make_interval(secs =>
             least(600, ${idleSeconds}::float8 * 2 ^ least(10, coalesce((error ->> 'attempts')::int, 0))))
     order by created_at limit 100`;
  return rows.map(({ id }) => id);
};
