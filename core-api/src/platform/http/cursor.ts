import { isUuid } from "../db/index.ts";
import { invalid } from "./validation.ts";

const version = "1:";

/** An opaque cursor that continues after the row with this id. */
export const encodeCursor = (id: string): string => Buffer.from(version + id).toString("base64url");

/** The id inside a cursor; `null` without one. Throws `invalid` for anything that this API did not hand out. */
export const decodeCursor = (cursor: string | undefined): string | null => {
  if (cursor === undefined) return null;
  const text = Buffer.from(cursor, "base64url").toString("latin1");
  const id = text.slice(version.length);
  if (!text.startsWith(version) || !isUuid(id))
    throw invalid([{ path: "query.cursor", message: "is not a cursor of this list" }]);
  return id;
};

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
}

/** A page from `limit + 1` rows: the one too many only tells that there is more. */
export const pageOf = <Row extends { readonly id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
): Page<Item> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(show),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null,
  };
};
