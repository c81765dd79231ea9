/** Migrations and database do not belong together; nothing was changed. The message says which file and why. */
export class MigrationRefused extends Error {
  override readonly name = "MigrationRefused";
}
