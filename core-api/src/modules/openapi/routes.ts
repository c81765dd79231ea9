import type { Product } from "@bailiwick/contract/product";
import type { Api, ApiModule } from "../../platform/http/app.ts";
import { securitySchemes, withBodyProblems } from "../../platform/http/openapi.ts";
import { content } from "../../platform/http/respond.ts";

type DocumentedProduct = Pick<Product, "name" | "names" | "passwords">;

/** `GET /openapi.json`: the document of every route that other modules have added, OpenAPI 3.1. */
export const documentRoutes =
  (product: DocumentedProduct): ApiModule =>
  (api) => {
    for (const [name, scheme] of Object.entries(securitySchemes(product))) {
      api.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
    }
    let text: string | undefined;
    api.get("/openapi.json", (c) => {
      text ??= JSON.stringify(openApiDocument(api, product));
      return content(c, text, "application/json");
    });
  };

/** The document itself. Internal routes between edge and core API are not the public's. */
export const openApiDocument = (api: Pick<Api, "getOpenAPI31Document">, { name, passwords }: DocumentedProduct) => {
  const {
    paths = {},
    components = {},
    ...document
  } = api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: `${name} API`, version: "1" },
  });
  const open = Object.entries(paths).filter(([path]) => !path.startsWith("/internal/"));
  const { schemas = {} } = components;
  const password = { ...schemas.NewPassword, minLength: passwords.minLength };
  const documented: typeof paths = Object.fromEntries(
    open.map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, withBodyProblems(operation)])),
    ]),
  );
  return {
    ...document,
    components: { ...components, schemas: { ...schemas, NewPassword: password } },
    paths: documented,
  };
};
