import { isConnectionLost } from "./errors.ts";

/**
 * True for the error of the query by which the driver (postgres.js 3.4.9, `fetchArrayTypes`) asks each new connection for its
 * types of arrays, when the connection was lost meanwhile. The driver awaits that query nowhere. Nothing hangs on it: whoever
 * wanted the connection is answered, and the next connection asks again.
 */
export const isLostTypesQuery = (reason: unknown): boolean =>
  isConnectionLost(reason) &&
  reason instanceof Error &&
  "query" in reason &&
  typeof reason.query === "string" &&
  reason.query.includes("b.typarray");

let outlives = false;

/** From now on the loss of that query does not end the process. Every other rejection that nobody handles still does. */
export const outliveLostTypesQuery = (): void => {
  if (outlives) return;
  outlives = true;
  process.on("unhandledRejection", (reason) => {
    if (!isLostTypesQuery(reason)) throw reason;
  });
};
