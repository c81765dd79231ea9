/** Resolves when a part works, rejects when it does not. */
export type Check = () => Promise<unknown>;

export interface ReadinessAnswer {
  readonly ok: boolean;
  /** By name, `ok` or `failed`. What exactly failed is in the log of whatever failed. */
  readonly checks: Readonly<Record<string, "ok" | "failed">>;
}

export type Readiness = () => Promise<ReadinessAnswer>;

export interface ReadinessOptions {
  readonly checks: Readonly<Record<string, Check>>;
  /** @default 2000 */
  readonly timeoutMilliseconds?: number;
  /** An answer this young is given again, so that whoever asks often costs nothing. @default 500 */
  readonly rememberMilliseconds?: number;
  readonly stopping?: () => boolean;
}

/** Asks every part at once. A part that does not answer in time has failed; a process that is stopping is not ready. */
export const createReadiness = ({
  checks,
  timeoutMilliseconds = 2000,
  rememberMilliseconds = 500,
  stopping = () => false,
}: ReadinessOptions): Readiness => {
  let last: { readonly at: number; readonly answer: Promise<ReadinessAnswer> } | undefined;

  const ask = async (): Promise<ReadinessAnswer> => {
    const entries = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await within(check, timeoutMilliseconds)] as const),
    );
    return { ok: entries.every(([, state]) => state === "ok"), checks: Object.fromEntries(entries) };
  };

  return async function ready() {
    const at = performance.now();
    if (last === undefined || at - last.at > rememberMilliseconds) last = { at, answer: ask() };
    const answer = await last.answer;
    return stopping() ? { ...answer, ok: false } : answer;
  };
};

const within = async (check: Check, milliseconds: number): Promise<"ok" | "failed"> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"failed">((resolve) => {
    timer = setTimeout(() => resolve("failed"), milliseconds);
  });
  const asked = check().then(
    () => "ok" as const,
    () => "failed" as const,
  );
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
};
