import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counted } from "./counted.ts";

const streamOf = (chunks: readonly number[]): ReadableStream<Uint8Array> => {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const size = left.shift();
      if (size === undefined) controller.close();
      else controller.enqueue(new Uint8Array(size));
    },
  });
};

describe("counted", () => {
  it("passes a body that keeps to its budget and stops one that does not", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 100 }), { maxLength: 10 }), async (chunks) => {
        const total = chunks.reduce((sum, size) => sum + size, 0);
        const { stream, exceeded } = counted(streamOf(chunks), 200);
        const read = new Response(stream).arrayBuffer();
        if (total <= 200) expect((await read).byteLength).toBe(total);
        else await expect(read).rejects.toThrow();
        expect(exceeded()).toBe(total > 200);
      }),
      { numRuns: 50 },
    );
  });
});
