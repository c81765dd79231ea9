import type { AwsStamp } from "../config/stamp-facts.ts";

export interface Placeholder {
  /** Where the stack file has it. */
  readonly path: string;
  readonly value: string;
}

/** Shapes of values that examples have and no account does: RFC 2606 names, repeated digits, AWS's own documentation. */
const shapes: readonly RegExp[] = [
  /@sha256:(.)\1{63}$/,
  /^(111122223333|444455556666)$/,
  /^Z0123456789/,
  /[/:-]01234567-89ab-cdef-0123-456789abcdef$/,
  /[.@]example$/,
];

/** Values of the stack file, and the profile's domain, that are still an example's. */
export const placeholdersIn = ({ settings, product }: AwsStamp): readonly Placeholder[] =>
  [{ path: "the domain of the profile", value: product.domain }, ...texts(settings, [])].filter(({ value }) =>
    shapes.some((shape) => shape.test(value)),
  );

function* texts(value: unknown, path: readonly string[]): Generator<Placeholder> {
  if (typeof value === "string") yield { path: path.join("."), value };
  else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* texts(inner, [...path, key]);
  }
}
