import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Product } from "@bailiwick/contract/product";
import { LocalFailure } from "../failure.ts";
import { repository } from "../folder/paths.ts";

export const defaultProduct = "flowguard";

const folder = join(repository, "examples", "products");

export interface LoadedProduct {
  readonly product: Product;
  /** For `BAILIWICK_PRODUCT_FILE`. */
  readonly file: string;
}

/** Loads a profile by its id. Throws `LocalFailure` that lists the profiles there are. */
export const loadProduct = async (id: string): Promise<LoadedProduct> => {
  const known = await productIds();
  if (!known.includes(id)) {
    throw new LocalFailure({
      code: "product-unknown",
      message: `There is no product "${id}".`,
      suggestion: (command) =>
        `Choose one of ${known.join(", ")}: ${command("up", { product: known[0] ?? defaultProduct })}`,
    });
  }
  const file = join(folder, id, "index.ts");
  try {
    const module: { readonly default: Product } = await import(pathToFileURL(file).href);
    return { product: module.default, file };
  } catch (error) {
    throw new LocalFailure({
      code: "product-invalid",
      message: `The profile ${file} cannot be used.`,
      detail: error instanceof Error ? error.message : String(error),
      suggestion: "Mend what is named above.",
      cause: error,
    });
  }
};

/** Ids of the profiles that ship. */
export const productIds = async (): Promise<readonly string[]> =>
  (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
