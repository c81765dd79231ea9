/** Set for the process that goes on without a terminal: see `commands/detach.ts`. */
export const detachedVariable = "BAILIWICK_DETACHED";
