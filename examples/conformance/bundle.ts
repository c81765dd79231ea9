import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles an entry beside this file as one ECMAScript module, without anything of Node in it. Throws on a build error. */
export const bundle = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    format: "esm",
    target: "es2022",
    platform: "neutral",
    mainFields: [],
    write: false,
    logLevel: "silent",
  });
  const text = outputFiles[0]?.text;
  if (text === undefined) throw new Error(`${entry} gave no bundle`);
  return text;
};
