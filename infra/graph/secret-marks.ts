import type { Captured } from "./captured.ts";

/** Key and value by which Pulumi marks a special value inside a property (sdk/proto, resource/sig). */
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export interface Unmarked {
  readonly value: Captured;
  /** Dotted paths of what was marked as secret. */
  readonly secrets: readonly string[];
}

/** Takes the marks of secrets out of a raw property value and says where they were. */
export const unmark = (raw: unknown, path = ""): Unmarked => {
  if (raw === null || raw === undefined) return { value: null, secrets: [] };
  if (typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean")
    return { value: raw, secrets: [] };
  const join = (key: string | number): string => (path === "" ? String(key) : `${path}.${key}`);
  if (Array.isArray(raw)) {
    const items = raw.map((item, at) => unmark(item, join(at)));
    return { value: items.map(({ value }) => value), secrets: items.flatMap(({ secrets }) => secrets) };
  }
  if (typeof raw !== "object") throw new TypeError(`${path} holds a ${typeof raw}, which no property can`);
  const entries = Object.entries(raw);
  if (entries.some(([key, value]) => key === signature && value === secretSignature)) {
    const inner = unmark(entries.find(([key]) => key === "value")?.[1], path);
    return { value: inner.value, secrets: [path, ...inner.secrets] };
  }
  const fields = entries.map(([key, value]) => [key, unmark(value, join(key))] as const);
  return {
    value: Object.fromEntries(fields.map(([key, { value }]) => [key, value])),
    secrets: fields.flatMap(([, { secrets }]) => secrets),
  };
};
