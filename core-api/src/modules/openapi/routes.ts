import type { Product } from "@bailiwick/contract/product";
import type { Api, ApiModule } from "../../platform/http/app.ts";
import { securitySchemes } from "../../platform/http/openapi.ts";
import { content } from "../../platform/http/respond.ts";

/** `GET /openapi.json`: the document of every route that other modules have added, OpenAPI 3.1. */
export const documentRoutes =
  (product: Pick<Product, "name" | "names">): ApiModule =>
  (api) => {
    for (const [name, scheme] of Object.entries(securitySchemes(product))) {
      api.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
    }
    let text: string | undefined;
    api.get("/openapi.json", (c) => {
      text ??= JSON.stringify(openApiDocument(api, product.name));
      return content(c, text, "application/json");
    });
  };

/** The document itself. Internal routes between edge and core API are not the public's. */
export const openApiDocument = (api: Pick<Api, "getOpenAPI31Document">, productName: string) => {
  const { paths = {}, ...document } = api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: `${productName} API`, version: "1" },
  });
  const open = Object.entries(paths).filter(([path]) => !path.startsWith("/internal/"));
  return { ...document, paths: Object.fromEntries(open) };
};
