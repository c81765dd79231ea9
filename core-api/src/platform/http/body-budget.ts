import type { IncomingMessage } from "node:http";
import type { ProblemName } from "@bailiwick/contract/problem";
import { fieldOf, type HeaderFields } from "./env.ts";

/** `problem` refuses; `unsized` asks for `read`; `undefined` lets the request through. */
export type BodyAnswer = { readonly problem: ProblemName } | "unsized" | undefined;

const tooLarge: BodyAnswer = { problem: "body-too-large" };
const unsupported: BodyAnswer = { problem: "unsupported-media-type" };
const badLength: BodyAnswer = { problem: "bad-request" };
const jsonType = /^application\/json(?:\s*;|$)/i;

/** What a request's body may be: JSON, and no more than `maxBytes`. */
export const bodyBudget = (maxBytes: number) => {
  const isJson = (fields: HeaderFields): boolean => jsonType.test(fieldOf(fields, "content-type") ?? "");

  return {
    /** Decides before any of the body is read. */
    decide(method: string, fields: HeaderFields): BodyAnswer {
      const length = fieldOf(fields, "content-length");
      if (fields["transfer-encoding"] !== undefined) return "unsized";
      if (length === undefined || length === "0") return undefined;
      if (method === "GET" || method === "HEAD") return badLength;
      if (!(Number(length) <= maxBytes)) return tooLarge;
      return isJson(fields) ? undefined : unsupported;
    },

    /**
     * Reads a body that did not say its length and leaves it where the Node adapter looks for one that has been read. An
     * edge that streams sends an empty body in this form too, so the media type only counts when there is something.
     */
    async read(incoming: IncomingMessage): Promise<BodyAnswer> {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
        size += chunk.length;
        if (size > maxBytes) return tooLarge;
        chunks.push(chunk);
      }
      if (size > 0 && !isJson(incoming.headers)) return unsupported;
      Object.assign(incoming, { rawBody: Buffer.concat(chunks, size) });
      return undefined;
    },
  };
};
