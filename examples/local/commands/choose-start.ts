import { LocalFailure } from "../failure.ts";
import { namedPaths } from "../folder/choose.ts";
import { readInstance } from "../folder/instance.ts";
import type { Paths } from "../folder/paths.ts";
import { defaultProduct, type LoadedProduct, loadProduct } from "../platform/product.ts";

export interface StartChoice {
  readonly product?: string | undefined;
  /** @default `default` for the default product, the product's id for another */
  readonly name?: string | undefined;
}

/**
 * What a start is about. A folder belongs to one product; a name without another word keeps the one it has. Throws
 * `LocalFailure`.
 */
export const chooseStart = async (
  { product, name }: StartChoice,
  parent: string,
): Promise<{ readonly paths: Paths; readonly loaded: LoadedProduct }> => {
  const named = name === undefined ? undefined : namedPaths(name, parent);
  const known = named === undefined ? undefined : (await readInstance(named))?.product;
  const loaded = await loadProduct(product ?? known ?? defaultProduct);
  const { id } = loaded.product;
  const paths = named ?? namedPaths(defaultName(id), parent);
  const owner = known ?? (await readInstance(paths))?.product ?? id;
  if (owner === id) return { paths, loaded };
  throw new LocalFailure({
    code: "product-differs",
    message: `The local platform "${paths.name}" belongs to ${owner}, not to ${id}.`,
    suggestion: (command) => `Choose another name: ${command("up", { product: id, name: "<name>" })}`,
  });
};

const defaultName = (product: string): string => (product === defaultProduct ? "default" : product);
