import * as z from "zod";
import { adoptedAnswers, type Lookups } from "./adopted-answers.ts";
import { capture } from "./capture.ts";
import type { CapturedGraph } from "./captured.ts";
import { readStackFile, stackFilePath, stackOfFile } from "./stack-file.ts";

const settings = z.looseObject({ accountId: z.string().default("000000000000"), region: z.string().default("global") });

export interface CaptureStackOptions {
  /** @default answers of an account in which all that the stack file brings is sound */
  readonly lookups?: Lookups;
}

/** Captures the graph of the region program for a stack file: by default the example of that name. Fails as `capture` does. */
export const captureStack = async (stackOrPath: string, options: CaptureStackOptions = {}): Promise<CapturedGraph> => {
  const path = stackOrPath.endsWith(".yaml") ? stackOrPath : stackFilePath(stackOrPath);
  const config = readStackFile(path);
  const given = Object.values(config).find((value) => value.startsWith("{")) ?? "{}";
  // Configuration that is wrong is the program's to refuse, in its own words.
  const { accountId, region } = settings
    .catch({ accountId: "000000000000", region: "global" })
    .parse(JSON.parse(given));
  const { default: program } = await import("../index.ts");
  const stack = stackOfFile(path);
  const lookups = options.lookups ?? (await adoptedAnswers(stack, JSON.parse(given)));
  return capture({ stack, config, context: { accountId, region, partition: "aws" }, program, lookups });
};
