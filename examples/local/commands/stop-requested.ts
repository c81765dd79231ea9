export interface StopRequested {
  /** Resolves with the reason when this process is to stop. */
  readonly promise: Promise<string>;
  dispose(): void;
}

/**
 * Listens for Ctrl+C, SIGTERM, a closed terminal, and for the end of the process that started us: by its pipe with
 * `BAILIWICK_PARENT_PIPE=stdin`, by its pid with `BAILIWICK_BOOTSTRAP_PID`. A second Ctrl+C does not wait: the guardian
 * cleans up.
 */
export const stopRequested = (): StopRequested => {
  const { promise, resolve } = Promise.withResolvers<string>();
  let askedAt: number | undefined;
  const stop = (reason: string): void => {
    askedAt ??= performance.now();
    // One Ctrl+C arrives twice under npm: from the terminal, and handed on by our parent.
    if (reason === "SIGINT" && performance.now() - askedAt > 1000) process.exit(130);
    resolve(reason);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, stop);

  const ended = (): void => stop("the process that started this one is gone");
  const byPipe = process.env.BAILIWICK_PARENT_PIPE === "stdin";
  if (byPipe) process.stdin.on("end", ended).on("error", ended).resume();
  const parent = Number(process.env.BAILIWICK_BOOTSTRAP_PID);
  // The variable may be somebody else's, handed down: only a parent can be watched.
  const watched = parent > 0 && process.ppid === parent;
  const watch = watched ? setInterval(() => process.ppid !== parent && ended(), 500) : undefined;

  return {
    promise,
    dispose() {
      for (const name of signals) process.off(name, stop);
      if (byPipe) process.stdin.pause();
      clearInterval(watch);
    },
  };
};
