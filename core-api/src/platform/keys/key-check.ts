import type { Sql } from "../db/index.ts";
import { ConfigError } from "../environment.ts";
import { StartFailure } from "../start-failure.ts";
import { type KeyService, KeyServiceUnanswered, KeyUnavailable } from "./key-service.ts";

const context = "key_check";
const constant = Buffer.from("this region's data are sealed under this key");

/**
 * Writes the constant that later starts are checked against, unless it is there. Needs role platform admin. Throws as
 * `assertKeyMatchesData` does.
 */
export const ensureKeyCheck = async (catalog: Sql, keyService: KeyService): Promise<void> => {
  const sealed = await explained(keyService, () => keyService.wrap(constant, context));
  await catalog`insert into catalog.key_check (sealed) values (${sealed}) on conflict (id) do nothing`;
};

/**
 * Throws `ConfigError` when the key this process was given is not the one the data are sealed under: better no start than
 * half of the values sealed under another key. Throws `StartFailure` when the key service does not answer. Passes while there
 * is nothing sealed yet.
 */
export const assertKeyMatchesData = async (catalog: Sql, keyService: KeyService): Promise<void> => {
  const [row] = await catalog<{ sealed: Uint8Array | null }[]>`select catalog.key_check_sealed() as sealed`;
  const sealed = row?.sealed;
  if (sealed == null) return;
  await explained(keyService, () => keyService.unwrap(sealed, context));
};

const explained = async <T>(keyService: KeyService, use: () => Promise<T>): Promise<T> => {
  try {
    return await use();
  } catch (error) {
    if (error instanceof KeyUnavailable) throw new ConfigError([keyService.advice(error.message)]);
    if (!(error instanceof KeyServiceUnanswered)) throw error;
    throw new StartFailure(`The key of this region's data cannot be used: ${error.message}.`, { cause: error });
  }
};
