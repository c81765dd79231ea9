import type { Sql } from "../db/index.ts";
import { ConfigError } from "../environment.ts";
import { type KeyService, KeyUnavailable } from "./key-service.ts";

const context = "key_check";
const constant = Buffer.from("this region's data are sealed under this key");

/** Writes the constant that later starts are checked against, unless it is there. Needs role platform admin. */
export const ensureKeyCheck = async (catalog: Sql, keyService: KeyService): Promise<void> => {
  const sealed = await keyService.wrap(constant, context);
  await catalog`insert into catalog.key_check (sealed) values (${sealed}) on conflict (id) do nothing`;
};

/**
 * Throws `ConfigError` when the key this process was given is not the one the data are sealed under: better no start than
 * half of the values sealed under another key. Passes while there is nothing sealed yet.
 */
export const assertKeyMatchesData = async (catalog: Sql, keyService: KeyService): Promise<void> => {
  const [row] = await catalog<{ sealed: Uint8Array | null }[]>`select catalog.key_check_sealed() as sealed`;
  if (row?.sealed == null) return;
  try {
    await keyService.unwrap(row.sealed, context);
  } catch (error) {
    if (!(error instanceof KeyUnavailable)) throw error;
    throw new ConfigError([keyService.advice(error.message)]);
  }
};
