import { createPinDirectory, generatePinKeyPair } from "@bailiwick/contract/pins";
import { parseRegistry, type Region } from "@bailiwick/contract/region";
import { createPlatform } from "@bailiwick/core-api/create-platform";
import { createServer } from "@bailiwick/core-api/create-server";
import { connectDatabase } from "@bailiwick/core-api/db";
import { createLog } from "@bailiwick/core-api/log";
import { apiModules } from "@bailiwick/core-api/modules";
import { createReadiness } from "../../core-api/src/modules/health/readiness.ts";
import { openApiDocument } from "../../core-api/src/modules/openapi/routes.ts";
import product from "../../examples/products/flowguard/index.ts";

export type ApiDocument = ReturnType<typeof openApiDocument>;

const never = (): Promise<never> => Promise.reject(new Error("the reference needs no keys"));

/** The OpenAPI document of the default product's API, from its routes. Connects to nothing and listens nowhere. */
export const apiDocument = async (): Promise<ApiDocument> => {
  const { publicKey } = await generatePinKeyPair();
  const region: Region = { id: "eastus", jurisdiction: "us", baseUrl: "https://eastus.example", pinKeys: [publicKey] };
  const registry = parseRegistry({ product: product.id, globalUrl: "https://example", regions: [region] });
  const database = connectDatabase({ url: "postgres://127.0.0.1:1", password: "none" });
  try {
    const platform = createPlatform({
      product,
      registry,
      region,
      adminKey: "none",
      database,
      directory: createPinDirectory({ registry, pepper: new Uint8Array(32) }),
      keys: { seal: never, open: never },
      log: createLog({ level: "silent", service: "reference" }),
    });
    const ready = createReadiness({ checks: {}, stopping: () => false });
    const { api } = createServer({
      platform,
      modules: apiModules(platform, ready),
      edgeKeys: [{ id: "none", secret: new Uint8Array(32) }],
    });
    return openApiDocument(api, product);
  } finally {
    await database.close();
  }
};
