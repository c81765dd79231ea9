/** The part of JSON Schema that our documents use. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A schema in one line of Markdown: its type, and what bounds it. */
export const typeOf = (schema: Schema): string => {
  const bounds = boundsOf(schema);
  return bounds.length === 0 ? shapeOf(schema) : `${shapeOf(schema)}, ${bounds.join(", ")}`;
};

const shapeOf = (schema: Schema): string => {
  const { $ref, anyOf, oneOf, allOf, items, properties } = schema;
  if ($ref !== undefined) return reference($ref);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return choices.map(typeOf).join(" or ");
  if (allOf !== undefined) return allOf.map(typeOf).join(" and ");
  if (schema.enum !== undefined) return schema.enum.map((value) => `\`${JSON.stringify(value)}\``).join(" ");
  if (schema.const !== undefined) return `\`${JSON.stringify(schema.const)}\``;
  if (items !== undefined) return `list of ${typeOf(items)}`;
  if (properties !== undefined) {
    return `{ ${Object.entries(properties)
      .map(([name, one]) => `${name}: ${typeOf(one)}`)
      .join("; ")} }`;
  }
  return [schema.type ?? "anything"].flat().join(" or ");
};

const reference = ($ref: string): string => {
  const name = $ref.split("/").at(-1) ?? "";
  return `[${name}](#${name.toLowerCase()})`;
};

const boundsOf = (schema: Schema): readonly string[] => [
  ...(schema.format === undefined ? [] : [schema.format]),
  ...range(schema.minimum, schema.maximum, ""),
  ...range(schema.minLength, schema.maxLength, " characters"),
  ...range(schema.minItems, schema.maxItems, " items"),
  ...(schema.default === undefined ? [] : [`default \`${JSON.stringify(schema.default)}\``]),
];

const range = (min: number | undefined, max: number | undefined, unit: string): readonly string[] => {
  // What JavaScript can count to is no bound that anybody meets.
  const high = max === Number.MAX_SAFE_INTEGER ? undefined : max;
  const low = min === Number.MIN_SAFE_INTEGER ? undefined : min;
  if (low !== undefined && high !== undefined) return [`${low} to ${high}${unit}`];
  if (low !== undefined) return [`at least ${low}${unit}`];
  return high === undefined ? [] : [`at most ${high}${unit}`];
};
