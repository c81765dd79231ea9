import { expect, test } from "vitest";
import { about, explain, LocalFailure } from "./failure.ts";

const systemError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

test.each([
  ["ENOSPC", "The disk is full."],
  ["EDQUOT", "Your disk quota is used up."],
  ["EACCES", "A folder or file of the local platform cannot be written."],
  ["EROFS", "The disk is read-only."],
])("%s is one sentence, with a way out and status 2", (code, message) => {
  const failure = explain(systemError(code, `${code}: open '/somewhere'`))?.about({});
  expect(failure).toMatchObject({ message, exitCode: 2, suggestion: expect.any(String) });
  expect(failure?.detail).toContain("/somewhere");
});

test("the reason may be under other errors, or only in a program's words", () => {
  const deep = new Error("outer", { cause: new Error("middle", { cause: systemError("ENOSPC", "inner") }) });
  expect(explain(deep)?.code).toBe("enospc");
  expect(explain(new Error('could not extend file "base/5/2838": No space left on device'))?.code).toBe("enospc");
});

test("what is explained already stays, what is not understood is not explained away", () => {
  const failure = new LocalFailure({ code: "x", message: "X." });
  expect(explain(failure)).toBe(failure);
  expect(explain(new TypeError("undefined is not a function"))).toBeUndefined();
  expect(explain("text")).toBeUndefined();
});

test("what is suggested is about the platform that it happened to, and keeps its words", () => {
  const failure = explain(systemError("EPERM", "EPERM: open '/somewhere'"))?.about({ name: "flow8" });
  expect(failure?.suggestion).toContain("npm run reset -- --yes --name flow8");
  expect(failure?.about({ name: "other" })).toBe(failure);
});

test("what fails while something is done about a platform is told about that one", async () => {
  const work = () => Promise.reject(systemError("EPERM", "EPERM: open '/somewhere'"));
  await expect(about({ name: "flow8" }, work)).rejects.toMatchObject({ suggestion: expect.stringContaining("flow8") });
  await expect(about({}, () => Promise.reject(new TypeError("no")))).rejects.toThrow(TypeError);
});
