/** One line of JSON on the worker's log. Fields name facts of the platform, never what a client sent. */
export const log = (
  level: "info" | "warn" | "error",
  event: string,
  fields: Readonly<Record<string, unknown>>,
): void => {
  console[level](JSON.stringify({ level, event, ...fields }));
};
