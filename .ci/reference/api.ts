import { problemContentType } from "@bailiwick/contract/problem";
import { type ApiDocument, apiDocument } from "./api-document.ts";
import { code, pageHead, table } from "./markdown.ts";
import { type Schema, typeOf } from "./schema-text.ts";

const about = `The HTTP API of a tenant (\`https://<tenant>.<region host>\`), and of a region's own host for sign-up and administration. A
running region serves the same as OpenAPI 3.1 at \`/openapi.json\`. Lists answer \`{ "items": […], "nextCursor": … }\`; give
\`nextCursor\` as \`cursor\` for the next page. A session is sent as
\`Authorization: Bearer <token>\` or in the session cookie; what a route needs besides is a permission, which the roles of a
product give. Refusals are problem documents, see [errors.md](errors.md); a method that a path does not have is 405
\`method-not-allowed\`.`;

type Operation = NonNullable<NonNullable<ApiDocument["paths"][string]>["get"]>;

/** What is said of all routes alike. */
interface Shared {
  readonly common: ReadonlySet<string>;
  readonly adminHeader: string;
}

interface Route {
  readonly path: string;
  readonly method: (typeof methods)[number];
  readonly operation: Operation;
}

const methods = ["get", "post", "put", "patch", "delete"] as const;

/** The page of the HTTP API, from its OpenAPI document. */
export const apiPage = async (): Promise<string> => {
  const document = await apiDocument();
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method): Route[] => {
      const operation = item?.[method];
      return operation === undefined ? [] : [{ path, method, operation }];
    }),
  );
  const common = problemsOfAll(routes);
  const adminHeader = adminHeaderOf(document);
  const tags = [...new Set(routes.map(({ operation }) => operation.tags?.[0] ?? "other"))];
  const sections = tags.map((tag) => {
    const own = routes.filter(({ operation }) => (operation.tags?.[0] ?? "other") === tag);
    return `## ${tag}\n\n${own.map((route) => operationText(route, { common, adminHeader })).join("\n")}`;
  });
  const schemas = schemasUsed(document.paths, (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>);
  const always = `Every route may refuse with ${[...common].map(code).join(", ")}.`;
  return `${pageHead("API", about)}\n${always}\n\n${sections.join("\n")}\n## Schemas\n\n${schemas.map(schemaText).join("\n")}`;
};

const operationText = ({ path, method, operation }: Route, { common, adminHeader }: Shared): string => {
  const { operationId, description } = operation;
  const lines = [
    `### ${method.toUpperCase()} ${path}`,
    "",
    `\`${operationId}\`, ${access(operation, adminHeader)}.`,
    "",
  ];
  if (description !== undefined) lines.push(description, "");
  const parameters = (operation.parameters ?? []).flatMap((one) =>
    "name" in one
      ? [
          [
            code(one.name),
            one.in,
            typeOf((one.schema ?? {}) as Schema),
            one.required ? "yes" : "",
            one.description ?? "",
          ],
        ]
      : [],
  );
  if (parameters.length > 0) lines.push(table(["parameter", "in", "type", "required", "holds"], parameters), "");
  const body = contentOf(operation.requestBody as Content | undefined);
  if (body !== "") lines.push(`- takes ${body}`);
  for (const [status, response] of responsesOf(operation)) {
    if (problemNames(response).length > 0) continue;
    const content = contentOf(response);
    const fields = Object.keys(response.headers ?? {}).map(code);
    const told = fields.length === 0 ? "" : `, with ${fields.join(", ")}`;
    lines.push(`- answers ${status}${content === "" ? "" : ` ${content}`}: ${response.description}${told}`);
  }
  const refusals = responsesOf(operation).flatMap(([status, response]) => {
    const names = problemNames(response).filter((name) => !common.has(name));
    return names.length === 0 ? [] : [`${status} ${names.map(code).join(" ")}`];
  });
  if (refusals.length > 0) lines.push(`- refuses ${refusals.join(", ")}`);
  return [...lines, ""].join("\n");
};

/** What every route may refuse with is said once. */
const problemsOfAll = (routes: readonly Route[]): ReadonlySet<string> => {
  const [first = [], ...others] = routes.map(({ operation }) =>
    responsesOf(operation).flatMap(([, response]) => problemNames(response)),
  );
  return new Set(first.filter((name) => others.every((names) => names.includes(name))));
};

const responsesOf = ({ responses }: Operation): readonly (readonly [status: string, response: Response])[] =>
  Object.entries((responses ?? {}) as Readonly<Record<string, Response>>);

/** Short names of the problems that a response stands for; none when it is no problem. */
const problemNames = ({ description, content }: Response): readonly string[] =>
  content?.[problemContentType] === undefined
    ? []
    : [...description.matchAll(/\(`([a-z-]+)`\)/g)].map(([, name = ""]) => name);

/** Named schemas that `place` refers to, and those that they refer to: internal routes have some of their own. */
const schemasUsed = (place: unknown, schemas: Readonly<Record<string, Schema>>): readonly [string, Schema][] => {
  const used = new Set<string>();
  const collect = (value: unknown): void => {
    for (const [, name = ""] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      collect(schemas[name]);
    }
  };
  collect(place);
  return Object.entries(schemas).filter(([name]) => used.has(name));
};

interface Response extends Content {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

const contentOf = (holder: Content | undefined): string => {
  const [media] = Object.values(holder?.content ?? {});
  return media === undefined ? "" : typeOf(media.schema ?? {});
};

const adminHeaderOf = ({ components }: ApiDocument): string => {
  const { adminKey } = components.securitySchemes ?? {};
  if (adminKey === undefined || !("name" in adminKey) || adminKey.name === undefined) {
    throw new Error("the document does not tell the administrator's header");
  }
  return adminKey.name;
};

const access = ({ security, "x-permission": permission }: Operation, adminHeader: string): string => {
  const schemes = (security ?? []).flatMap((one) => Object.keys(one));
  if (schemes.length === 0) return "open to everybody";
  const signedIn = typeof permission === "string" ? `signed in, with \`${permission}\`` : "signed in";
  return schemes.includes("adminKey") ? `with the platform administrator's key in \`${adminHeader}\`` : signedIn;
};

const schemaText = ([name, schema]: [string, Schema]): string => {
  if (schema.properties === undefined) {
    return `### ${name}\n\n${[typeOf(schema), schema.description].filter((one) => one !== undefined).join(". ")}\n`;
  }
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([property, one]) => [
    code(property),
    typeOf(one),
    required.has(property) ? "yes" : "",
    one.description ?? "",
  ]);
  return `### ${name}\n\n${table(["member", "type", "required", "holds"], rows)}\n`;
};
