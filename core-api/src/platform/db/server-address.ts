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

/**
 * Where a server is: host, port (5432 unless given) and `?sslmode=verify-full` of its address. Throws `TypeError`, as what
 * follows the address's name in a sentence, for one that may mean something else to who wrote it.
 */
export const parseServerAddress = (url: string): ServerAddress => {
  const { protocol, hostname, port, search } = URL.canParse(url) ? new URL(url) : noAddress;
  if (protocol !== "postgres:" || hostname === "") throw new TypeError("must be postgres://host:port.");
  if (url.includes("#")) throw new TypeError("may have no #, and nothing behind one.");
  if (search !== "" && search !== verified) throw new TypeError("may have one parameter: sslmode=verify-full.");
  return {
    host: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port === "" ? 5432 : port),
    secure: search === verified,
  };
};

const verified = "?sslmode=verify-full";
const noAddress = { protocol: "", hostname: "", port: "", search: "" };
