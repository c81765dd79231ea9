/** A text or list that is already Cap'n Proto notation. */
export interface Notation {
  readonly notation: string;
}

export const notation = (text: string): Notation => ({ notation: text });

export type Value = string | boolean | Notation | readonly Value[] | { readonly [field: string]: Value | undefined };

/** Writes a value in Cap'n Proto's text notation. Fields that are `undefined` are left out. */
export const capnp = (value: Value): string => {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "boolean") return String(value);
  if (isList(value)) return `[${value.map(capnp).join(", ")}]`;
  if (isNotation(value)) return value.notation;
  const fields = Object.entries(value).filter((field): field is [string, Value] => field[1] !== undefined);
  return `(${fields.map(([name, field]) => `${name} = ${capnp(field)}`).join(", ")})`;
};

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
const isNotation = (value: Exclude<Value, readonly Value[]>): value is Notation =>
  typeof value === "object" && typeof value.notation === "string";

/** A text literal: everything beyond printable ASCII as the octets of its UTF-8. */
const quoted = (text: string): string => {
  let out = '"';
  for (const octet of new TextEncoder().encode(text)) {
    if (octet === 0x22 || octet === 0x5c) out += `\\${String.fromCharCode(octet)}`;
    else if (octet === 0x0a) out += "\\n";
    else if (octet < 0x20 || octet > 0x7e) out += `\\x${octet.toString(16).padStart(2, "0")}`;
    else out += String.fromCharCode(octet);
  }
  return `${out}"`;
};
