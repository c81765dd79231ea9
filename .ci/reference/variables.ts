/** What each variable holds, for the reader of the page; the page fails to generate when one is missing or left over. */
export const variables: Readonly<Record<string, string>> = {
  BAILIWICK_PRODUCT_FILE: "path of the product profile: a module whose default export is `defineProduct({…})`",
  BAILIWICK_REGISTRY: "the list of regions, JSON; one of this and BAILIWICK_REGISTRY_FILE",
  BAILIWICK_REGISTRY_FILE: "path of the list of regions, `registry.json`",
  BAILIWICK_REGION: "id of this region in that list",
  BAILIWICK_PIN_PUBLIC_KEY:
    "this region's own public pin key: trusted for this region while its entry in the list has no `pinKeys`",
  BAILIWICK_HOST: "address to listen on; 127.0.0.1 unless set",
  BAILIWICK_PORT: "port to listen on",
  BAILIWICK_TLS_CERTIFICATE:
    "certificate to listen with, PEM, with those that lead to its authority; the port then speaks HTTPS only, TLS 1.2 or later",
  BAILIWICK_TLS_PRIVATE_KEY: "its key, PEM",
  BAILIWICK_DATABASE_URL: "server of the databases, `postgres://host:port`; a path names the catalog database",
  BAILIWICK_DATABASE_WAIT_SECONDS: "how long a start waits for a database that is not there yet; 60 unless set",
  BAILIWICK_DATABASE_APP_PASSWORD: "password of `bailiwick_app`, which serves requests",
  BAILIWICK_DATABASE_ADMIN_PASSWORD: "password of `bailiwick_platform_admin`, which works across organisations",
  BAILIWICK_DATABASE_MIGRATOR_PASSWORD: "password of `bailiwick_migrator`, which owns the schema",
  BAILIWICK_DATABASE_SUPERUSER_URL:
    "`postgres://user:password@host:port/database` of a role that may create roles and databases",
  ENCRYPTION_KEY: "key that wraps tenants' keys, 32 bytes as base64; not kept with the data",
  ENCRYPTION_KEY_PREVIOUS: "earlier ones, separated by commas; they still open what they wrapped",
  BAILIWICK_EDGE_KEYS:
    'keys that the edge signs with: a JSON list of one or two `{"id", "secret"}`, 32 bytes or more as base64url',
  BAILIWICK_PIN_PRIVATE_KEY: "Ed25519 key that signs the region's pin map: PKCS#8 as base64url",
  BAILIWICK_PIN_PEPPER: "key of the names in pin maps, 32 bytes as base64url; the same in every region of a product",
  BAILIWICK_ADMIN_KEY: "platform administrator's key, 32 characters or more",
  BAILIWICK_BLOB_CONNECTION: "connection string of the blob store",
  BAILIWICK_LOG_LEVEL: "`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`; `info` unless set",
  BAILIWICK_PARENT_PIPE: "`stdin`: stop when standard input closes",
};
