import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Product } from "@bailiwick/contract/product";
import { readTelemetry as readSwitch, type Telemetry } from "@bailiwick/contract/telemetry";
import type { Environment } from "../environment.ts";
import { sentence } from "./sentence.ts";

const name = "BAILIWICK_PRODUCT_FILE";

export const readProduct = async (from: Environment): Promise<Product | undefined> => {
  const path = from.required(name);
  if (path === undefined) return undefined;
  try {
    const module: { default?: Partial<Product> } = await import(pathToFileURL(resolve(path)).href);
    if (isProduct(module.default)) return module.default;
    return from.refuse(name, "must name a module whose default export is defineProduct({…}).");
  } catch (error) {
    return from.refuse(name, `names a profile that cannot be loaded: ${sentence(error)}`);
  }
};

/** The switch has the name that the profile gives it. */
export const readTelemetry = async (from: Environment): Promise<Telemetry | undefined> => {
  const product = await readProduct(from);
  return product === undefined ? undefined : readSwitch(from, product);
};

/** What `defineProduct` returns is checked in full already. */
const isProduct = (value: Partial<Product> | undefined): value is Product =>
  [value?.roles, value?.names, value?.deployment].every((part) => typeof part === "object") &&
  typeof value?.id === "string";
