import { describe, expect, it } from "vitest";
import { capnp, notation } from "./capnp.ts";

describe("capnp", () => {
  it("writes lists, structures and notation", () => {
    expect(capnp({ name: "a", flag: true, list: ["x", { y: notation("tls1Dot2") }], absent: undefined })).toBe(
      '(name = "a", flag = true, list = ["x", (y = tls1Dot2)])',
    );
  });

  it("leaves no way out of a text", () => {
    expect(capnp('a"b\\c\nd\u0000é')).toBe('"a\\"b\\\\c\\nd\\x00\\xc3\\xa9"');
  });
});
