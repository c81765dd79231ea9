/** Where the databases of a region are. */
export interface DatabaseServers {
  /** Server of the catalog, `postgres://host:port`, with `?sslmode=verify-full` for TLS; a path names the catalog database. */
  readonly url: string;
  /** PEM: certificates that servers' must lead to. @default those that Node trusts */
  readonly authority?: string | undefined;
}
