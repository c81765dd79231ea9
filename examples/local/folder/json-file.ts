import { randomBytes } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type * as z from "zod";
import { LocalFailure } from "../failure.ts";

/** Content of a JSON file, `undefined` when there is none. Throws `LocalFailure` when it is not what `schema` says. */
export const readJson = async <T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> => {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new LocalFailure({
    code: "file-damaged",
    message: `${path} is damaged.`,
    detail: parsed.error.issues.map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`).join("\n"),
    suggestion: (command) => `Restore the file, or start with new data: ${command("reset", { yes: true })}`,
  });
};

/** Replaces the file as a whole: a reader sees the old content or the new. */
export const writeJson = async (path: string, content: unknown, mode = 0o644): Promise<void> => {
  const fresh = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    await writeFile(fresh, `${JSON.stringify(content, undefined, 2)}\n`, { mode });
    await rename(fresh, path);
  } catch (error) {
    await rm(fresh, { force: true });
    throw error;
  }
};
