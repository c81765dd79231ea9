import { isDatabaseName } from "./scope.ts";

/** Name of the catalog database in a server address: its path, or `catalog` without one. Throws `TypeError` for another form. */
export const catalogName = (url: string): string => {
  const name = new URL(url).pathname.replace(/^\//, "");
  if (name === "") return "catalog";
  if (!isDatabaseName(name)) throw new TypeError(`"${name}" is not the name of a database`);
  return name;
};
