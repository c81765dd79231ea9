import { expect, test } from "vitest";
import { read, trackedFiles } from "./tracked-files.ts";

const code = trackedFiles().filter((path) => /\.(ts|tsx|mjs|js|sql)$/.test(path));

test("no source file is longer than 400 lines", () => {
  const long = code.filter((path) => read(path).split("\n").length > 401);
  expect(long).toEqual([]);
});

test("no test is switched off or focused", () => {
  const marked = code.filter(
    (path) => path.endsWith(".test.ts") && /\b(test|it|describe)\.(only|skip|todo)\(/.test(read(path)),
  );
  expect(marked).toEqual([]);
});

test("nothing is left for later in the code", () => {
  const marks = new RegExp(
    `\\b(${["TO", "FIX"].map((start) => `${start}${start === "TO" ? "DO" : "ME"}`).join("|")})\\b`,
  );
  expect(code.filter((path) => marks.test(read(path)))).toEqual([]);
});
