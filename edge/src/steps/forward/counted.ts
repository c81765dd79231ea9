/** A body that counts itself while it passes. */
export interface Counted {
  readonly stream: ReadableStream<Uint8Array>;
  /** True once the body turned out longer than allowed; the stream has then failed. */
  exceeded(): boolean;
}

/** Lets at most `maxBytes` of `body` through, buffering nothing. */
export const counted = (body: ReadableStream<Uint8Array>, maxBytes: number): Counted => {
  let seen = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      if (seen > maxBytes) controller.error(new RangeError("the body is too large"));
      else controller.enqueue(chunk);
    },
  });
  return { stream: body.pipeThrough(counter), exceeded: () => seen > maxBytes };
};
