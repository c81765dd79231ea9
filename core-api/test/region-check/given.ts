/** A request as the stand-in understands it. */
export interface Asked {
  readonly secure: boolean;
  /** Host without port. */
  readonly name: string;
  readonly region: string;
  readonly slug: string | undefined;
  readonly method: string;
  readonly target: string;
  /** The target without its query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export type Field = readonly [name: string, value: string];

export interface Given {
  readonly status: number;
  readonly fields: readonly Field[];
  readonly body: string | Uint8Array;
}

let requests = 0;

/** The fields that every answer has. */
export const withFields = ({ secure }: Asked, given: Given): Given => {
  requests += 1;
  const always: readonly Field[] = [
    ["x-request-id", `request-${requests}`],
    ["x-content-type-options", "nosniff"],
  ];
  const strict: readonly Field[] = secure ? [["strict-transport-security", "max-age=31536000"]] : [];
  const own = new Set(given.fields.map(([name]) => name));
  return { ...given, fields: [...given.fields, ...always.filter(([name]) => !own.has(name)), ...strict] };
};

/** The answer with a field that has another value, or none. */
export const having = (given: Given, name: string, ...values: readonly string[]): Given => ({
  ...given,
  fields: [...given.fields.filter(([own]) => own !== name), ...values.map((value) => [name, value] as const)],
});
