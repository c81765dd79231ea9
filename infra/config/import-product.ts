import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Product, parseProduct } from "@bailiwick/contract/product";

/** Paths in a stack file count from here. */
export const repositoryRoot = fileURLToPath(new URL("../..", import.meta.url));

/** Loads a profile: the default export of a module. Throws when there is no such module, or what it exports is no profile. */
export const importProduct = async (path: string): Promise<Product> => {
  const module: { default?: unknown } = await import(pathToFileURL(resolve(repositoryRoot, path)).href);
  if (module.default === undefined) throw new TypeError("it has no default export");
  return parseProduct(module.default);
};
