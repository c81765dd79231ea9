/** Whom an operation is for, as its security in the document says. */
export type Plane = "tenant" | "visitor" | "region" | "admin";

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{parameters}`. */
  readonly path: string;
  readonly plane: Plane;
  /** First resource whose id is in the path, for example `flows`. */
  readonly resource: string | undefined;
  /** JSON schema of the body. */
  readonly body: Schema | undefined;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly minItems?: number;
  readonly example?: unknown;
}

interface PathOperation {
  readonly operationId?: string;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Document {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** Every operation of an OpenAPI document, references resolved. */
export const operationsOf = (document: Document): readonly Operation[] => {
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const resolve = (schema: Schema): Schema => {
    const target = schema.$ref === undefined ? schema : (schemas[schema.$ref.split("/").at(-1) ?? ""] ?? {});
    const properties = Object.entries(target.properties ?? {}).map(([name, one]) => [name, resolve(one)]);
    return {
      ...target,
      ...(target.properties === undefined ? {} : { properties: Object.fromEntries(properties) }),
      ...(target.items === undefined ? {} : { items: resolve(target.items) }),
    };
  };
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, PathOperation>>).map(([method, operation]) => {
      const schema = operation.requestBody?.content["application/json"]?.schema;
      return {
        id: operation.operationId ?? `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        plane: planeOf(path, operation),
        resource: /\/([a-z-]+)\/\{/.exec(path)?.[1],
        body: schema === undefined ? undefined : resolve(schema),
      };
    }),
  );
};

const planeOf = (path: string, { security = [] }: PathOperation): Plane => {
  if (security.some((one) => "bearer" in one)) return "tenant";
  if (security.some((one) => "adminKey" in one)) return "admin";
  return path.startsWith("/api/v1/auth/") ? "visitor" : "region";
};

/** The path with an id for every parameter; other parameters get a value that exists in every tenant. */
export const pathFor = ({ path }: Operation, idOf: (resource: string) => string): string =>
  path.replaceAll(/([a-z-]+)\/\{(\w+)\}/g, (_, resource: string, name: string) =>
    name === "id" ? `${resource}/${idOf(resource)}` : `${resource}/viewer`,
  );

/** A body that passes validation, so that the answer is about the id and not about the body. */
export const bodyFor = ({ body }: Operation): { readonly body?: unknown } =>
  body === undefined ? {} : { body: valueFor(body) };

const valueFor = (schema: Schema): unknown => {
  if (schema.example !== undefined) return schema.example;
  if (schema.enum !== undefined) return schema.enum[0];
  const type = typeof schema.type === "string" ? schema.type : schema.type?.[0];
  switch (type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, property]) => [name, valueFor(property)]),
      );
    case "array":
      return (schema.minItems ?? 0) > 0 && schema.items !== undefined ? [valueFor(schema.items)] : [];
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return schema.format === "email"
        ? "somebody@tenant-b.test"
        : schema.format === "password"
          ? "a long enough password"
          : "viewer";
  }
};
