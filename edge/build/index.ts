import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The workers, by the name of their entry in `src/`. */
export const workers = ["regional.workerd", "regional.cloudflare", "global", "redirect.workerd"] as const;

export type WorkerName = (typeof workers)[number];

/** One self-contained ES module. */
export interface Bundle {
  readonly name: WorkerName;
  readonly code: string;
  /** Size of `code` in bytes, minified. */
  readonly bytes: number;
}

/** Bundles one worker. Throws esbuild's `BuildFailure` with the places that are wrong. Takes some tens of milliseconds. */
export const bundleWorker = async (name: WorkerName): Promise<Bundle> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../src/${name}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:workers"],
    write: false,
    legalComments: "none",
    logLevel: "silent",
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`esbuild made no file of ${name}`);
  return { name, code: output.text, bytes: output.contents.byteLength };
};
