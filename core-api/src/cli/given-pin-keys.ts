import { readNamedFile } from "./admin-target.ts";
import type { CheckEnvironment } from "./check-environment.ts";
import { CommandFailure } from "./failure.ts";

/**
 * Keys that the given list of regions has for the region with this origin: from the file of `--registry`, or from the
 * environment as every process of a region has it. `undefined` where there is no list, and while the list has no key yet: a
 * region makes its key as it comes up. Throws `CommandFailure` for a list without the region.
 */
export const givenPinKeys = (
  url: string,
  file: string | undefined,
  { registry: text, registryFile: namedFile }: Pick<CheckEnvironment, "registry" | "registryFile">,
): readonly string[] | undefined => {
  const path = file ?? (text === undefined ? namedFile : undefined);
  const given =
    path === undefined ? text : readNamedFile(path, file === undefined ? "BAILIWICK_REGISTRY_FILE" : "--registry");
  if (given === undefined) return undefined;
  const region = listOf(parsed(given), "regions").find((one) => member(one, "baseUrl") === url);
  if (region === undefined) {
    const message = `The list of regions has none at ${url}.`;
    throw new CommandFailure({ code: "wrong-use", message, suggestion: "Give the region's baseUrl.", status: 2 });
  }
  const keys = listOf(region, "pinKeys").filter((key) => typeof key === "string");
  return keys.length === 0 ? undefined : keys;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandFailure({ code: "wrong-use", message: "The list of regions is no JSON.", status: 2 });
  }
};

const listOf = (value: unknown, name: string): readonly unknown[] => {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
};

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
