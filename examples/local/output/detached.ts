import * as z from "zod";
import { LocalFailure } from "../failure.ts";
import type { Report } from "./report.ts";

const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("result"), text: z.string(), document: z.unknown() }),
  z.object({
    kind: z.literal("failure"),
    code: z.string(),
    message: z.string(),
    detail: z.string().optional(),
    suggestion: z.string().optional(),
    exitCode: z.int(),
  }),
]);

/** What a start without a terminal tells the one that began it, over their channel. */
export type DetachedMessage = z.infer<typeof message>;

export interface DetachedReport extends Report {
  /** Resolves when everything has been told. */
  told(): Promise<void>;
}

/**
 * A report whose result and failure go over the channel, as long as somebody listens: they hold what is shown once, and a log
 * keeps what is written to it. All else goes to `log`.
 */
export const detachedReport = (log: Report): DetachedReport => {
  let last = Promise.resolve();
  const tell = (message: DetachedMessage): boolean => {
    if (process.send === undefined || !process.connected) return false;
    const { promise, resolve } = Promise.withResolvers<void>();
    process.send(message, undefined, undefined, () => resolve());
    last = last.then(() => promise);
    return true;
  };
  return {
    step: log.step,
    note: log.note,
    result(text, document) {
      if (!tell({ kind: "result", text, document })) log.result(text, document);
    },
    failure(failure) {
      const { code, message, detail, suggestion, exitCode } = failure.about({});
      const words = typeof suggestion === "string" ? suggestion : undefined;
      if (!tell({ kind: "failure", code, message, detail, suggestion: words, exitCode })) log.failure(failure);
    },
    told: () => last,
  };
};

/** The message, when it is one. */
export const detachedMessage = (value: unknown): DetachedMessage | undefined => {
  const parsed = message.safeParse(value);
  return parsed.success ? parsed.data : undefined;
};

/** The failure as it was over there. */
export const toldFailure = ({ kind: _, ...facts }: Extract<DetachedMessage, { kind: "failure" }>): LocalFailure =>
  new LocalFailure(facts);
