/** What each variable holds, for the reader of the page; the page fails to generate when one is missing or left over. */
export const variables: Readonly<Record<string, string>> = {
  BAILIWICK_PRODUCT_FILE: "path of the product profile: a module whose default export is `defineProduct({…})`",
  BAILIWICK_REGISTRY: "the list of regions, JSON; one of this and BAILIWICK_REGISTRY_FILE",
  BAILIWICK_REGISTRY_FILE: "path of the list of regions, `registry.json`",
  BAILIWICK_REGION: "id of this region in that list",
  BAILIWICK_PIN_PUBLIC_KEY:
    "this region's own public pin key: trusted for this region while its entry in the list has no `pinKeys`",
  BAILIWICK_SECRET_IDS:
    'names or ARNs of the region\'s secrets in AWS Secrets Manager: JSON `{"edgeKeys", "pinPrivateKey", "pinPublicKey", "pinPepper", "adminKey", "originCa", "originTls", "edgeTls"}`. The last three hold JSON `{"certificate", "privateKey"}`',
  BAILIWICK_ORIGIN_NAME:
    "DNS name on the certificate of the core API; the region's authority is good for it and names below it",
  BAILIWICK_SECRET_FOLDER:
    "where the worker's secrets are left for it: files `pinPrivateKey`, `pinPublicKey`, `pinPepper`. For a platform that reads a task's secrets before its first container has made them",
  BAILIWICK_HOST: "address to listen on; 127.0.0.1 unless set",
  BAILIWICK_PORT: "port to listen on",
  BAILIWICK_TLS_CERTIFICATE:
    "certificate to listen with, PEM, with those that lead to its authority; the port then speaks HTTPS only, TLS 1.2 or later",
  BAILIWICK_TLS_PRIVATE_KEY: "its key, PEM",
  BAILIWICK_DATABASE_URL:
    "server of the databases, `postgres://host:port`; a path names the catalog database; with `?sslmode=verify-full` connections are encrypted and the server's certificate is verified",
  BAILIWICK_TENANT_SERVERS:
    'servers of tenant databases where those are not on the catalog\'s: JSON `{"<id>": "postgres://host:port"}`. Migrations need the first user of each, JSON `{"username", "password"}`, as the secret `BAILIWICK_TENANT_SUPERUSER_<ID>` (upper case, `_` for `-`)',
  BAILIWICK_DATABASE_CA_FILE:
    "path of certificates in PEM that the servers' must lead to; those that Node trusts unless set. The core API's image has those of RDS",
  BAILIWICK_DATABASE_AUTH:
    "`password`, or `aws-iam`: the roles sign in to RDS with tokens of IAM, and have no passwords; `password` unless set",
  BAILIWICK_DATABASE_WAIT_SECONDS: "how long a start waits for a database that is not there yet; 60 unless set",
  BAILIWICK_DATABASE_APP_PASSWORD: "password of `bailiwick_app`, which serves requests",
  BAILIWICK_DATABASE_ADMIN_PASSWORD: "password of `bailiwick_platform_admin`, which works across organisations",
  BAILIWICK_DATABASE_MIGRATOR_PASSWORD: "password of `bailiwick_migrator`, which owns the schema",
  BAILIWICK_DATABASE_SUPERUSER_URL:
    "`postgres://user:password@host:port/database` of a role that may create roles and databases; one of this and BAILIWICK_DATABASE_SUPERUSER",
  BAILIWICK_DATABASE_SUPERUSER:
    'that role on the server of BAILIWICK_DATABASE_URL, as RDS keeps its first user: JSON `{"username", "password"}`',
  BAILIWICK_KEY_SERVICE:
    "what wraps tenants' keys: `secretbox` under ENCRYPTION_KEY, or `aws-kms` under BAILIWICK_KMS_KEY; `secretbox` unless set. The variables of the other one are refused",
  BAILIWICK_KMS_KEY:
    "with `aws-kms`: ARN of the region's KMS key, which wraps tenants' keys and, with `s3`, encrypts blobs; its region must be AWS_REGION",
  BAILIWICK_KMS_TENANT_ALIAS_PREFIX:
    "with `aws-kms`, required: `alias/…/`, under which a tenant whose plan promises a key of its own gets one",
  BAILIWICK_KMS_TENANT_STACK:
    "with `aws-kms`, required: name of the stack, which those keys are tagged with as `bailiwick:stack`; keys of another stack are not used",
  AWS_REGION: "region of the AWS services; required where one of them is chosen, else ignored",
  BAILIWICK_AWS_ENDPOINT:
    "for tests: what stands in for every AWS service, `https://`, or `http://` on loopback; ignored where none is chosen",
  ENCRYPTION_KEY: "with `secretbox`: key that wraps tenants' keys, 32 bytes as base64; not kept with the data",
  ENCRYPTION_KEY_PREVIOUS: "earlier ones, separated by commas; they still open what they wrapped",
  BAILIWICK_EDGE_KEYS:
    'keys that the edge signs with: a JSON list of one or two `{"id", "secret"}`, 32 bytes or more as base64url',
  BAILIWICK_PIN_PRIVATE_KEY: "Ed25519 key that signs the region's pin map: PKCS#8 as base64url",
  BAILIWICK_PIN_PEPPER: "key of the names in pin maps, 32 bytes as base64url; the same in every region of a product",
  BAILIWICK_ADMIN_KEY: "platform administrator's key, 32 characters or more",
  BAILIWICK_BLOB_STORE:
    "where blobs are: `azure` by BAILIWICK_BLOB_CONNECTION, or `s3` in BAILIWICK_BLOB_BUCKET; `azure` unless set. The variables of the other one are refused",
  BAILIWICK_BLOB_CONNECTION: "with `azure`: connection string of the blob store",
  BAILIWICK_BLOB_BUCKET: "with `s3`, required: bucket of the region's own blobs, which exists",
  BAILIWICK_ARTIFACT_BUCKET: "with `s3`, required: bucket of tenants' artifacts, another one",
  BAILIWICK_AUDIT_BUCKET:
    "write-once bucket of the audit log, a third one. Its lock is verified at every start; a weaker one ends it",
  BAILIWICK_AUDIT_RETENTION_DAYS: "required with an audit bucket: days for which it must at least lock every object",
  BAILIWICK_AUDIT_LOCK_MODE:
    "mode in which it must at least lock: `COMPLIANCE` or `GOVERNANCE`; `COMPLIANCE` unless set",
  BAILIWICK_METRICS_PORT: "port on which the worker answers `/metrics`; none unless set",
  BAILIWICK_LOG_LEVEL: "`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`; `info` unless set",
  BAILIWICK_PARENT_PIPE: "`stdin`: stop when standard input closes",
};
