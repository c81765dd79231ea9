import { isDatabaseName } from "./scope.ts";

/** Name of the catalog database in a server address: its path, or `catalog` without one. Throws `TypeError` for another form. */
export const catalogName = (url: string): string => {
  const name = new URL(url).pathname.replace(/^\//, "");
  if (name === "") return "catalog";
  if (!isDatabaseName(name)) throw new TypeError(`"${name}" is not the name of a database`);
  return name;
};

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
  /** Whether the connection is encrypted and the server's certificate verified; there is nothing in between. */
  readonly secure: boolean;
}

/** Where a server is: host, port (5432 unless given) and `?sslmode=verify-full` of its address. */
export const parseServerAddress = (url: string): ServerAddress => {
  const { hostname, port, searchParams } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port === "" ? 5432 : port),
    secure: searchParams.get("sslmode") === "verify-full",
  };
};
