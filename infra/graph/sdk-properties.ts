import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** What the SDK's own files say about a resource type. */
export interface SdkProperties {
  /** Everything that may be given. */
  readonly inputs: ReadonlySet<string>;
  /** What must be given. */
  readonly required: ReadonlySet<string>;
  /** What a program may read from the resource, inputs included. */
  readonly state: ReadonlySet<string>;
  /** What the cloud alone decides: it can be read, and never given. */
  readonly computed: ReadonlySet<string>;
}

const read = new Map<string, SdkProperties>();
const resolve = createRequire(import.meta.url).resolve;

/**
 * Property names of a type by its token (`aws:kms/key:Key`), as the installed `@pulumi/<package>` declares them.
 * Throws when the SDK has no such type.
 */
export const sdkProperties = (type: string): SdkProperties => {
  const known = read.get(type) ?? readType(type);
  read.set(type, known);
  return known;
};

const readType = (type: string): SdkProperties => {
  const { file, name } = place(type);
  let declarations: string;
  let code: string;
  try {
    code = readFileSync(file, "utf8");
    declarations = readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8");
  } catch (cause) {
    throw new Error(`The SDK has no type ${type} (${file}).`, { cause });
  }
  const args = interfaceOf(declarations, `${name}Args`);
  const state = interfaceOf(declarations, `${name}State`);
  const computed = [...code.matchAll(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g)].flatMap(
    ([, key]) => key ?? [],
  );
  return {
    inputs: new Set(args.keys()),
    required: new Set([...args].filter(([, required]) => required).map(([key]) => key)),
    state: new Set(state.keys()),
    computed: new Set(computed),
  };
};

const place = (type: string): { file: string; name: string } => {
  const [, pack, module, name] = /^([\w-]+):([\w/]+):(\w+)$/.exec(type) ?? [];
  if (pack === undefined || module === undefined || name === undefined) throw new Error(`${type} is no type token.`);
  const [folder, file] = module.split("/");
  const path = folder === "index" ? `${file}` : `${folder}/${file}`;
  const root = resolve(`@pulumi/${pack}/package.json`).replace(/package\.json$/, "");
  return { file: `${root}${path}.js`, name };
};

/** Members of an interface in a generated file, each with whether it must be there. */
const interfaceOf = (text: string, name: string): Map<string, boolean> => {
  const begin = text.indexOf(`export interface ${name} {`);
  const body = begin < 0 ? "" : text.slice(begin, text.indexOf("\n}", begin));
  const members = body.matchAll(/^ {4}(\w+)(\?)?: /gm);
  return new Map([...members].map(([, key = "", optional]) => [key, optional === undefined]));
};
