import { expect, test } from "vitest";
import { bodyBudget } from "./body-budget.ts";

const { decide } = bodyBudget(100);
const json = { "content-type": "application/json" };

test.each([
  ["GET", {}, undefined],
  ["POST", { "content-length": "0" }, undefined],
  ["POST", { ...json, "content-length": "100" }, undefined],
  ["PUT", { "content-type": "Application/JSON; charset=utf-8", "content-length": "5" }, undefined],
  ["POST", { ...json, "content-length": "101" }, { problem: "body-too-large" }],
  ["POST", { ...json, "content-length": "x" }, { problem: "body-too-large" }],
  ["POST", { "content-length": "5" }, { problem: "unsupported-media-type" }],
  ["POST", { "content-type": "text/plain", "content-length": "5" }, { problem: "unsupported-media-type" }],
  ["POST", { "content-type": "application/jsonx", "content-length": "5" }, { problem: "unsupported-media-type" }],
  ["GET", { ...json, "content-length": "5" }, { problem: "bad-request" }],
  ["POST", { ...json, "transfer-encoding": "chunked" }, "unsized"],
  ["DELETE", { "transfer-encoding": "chunked" }, "unsized"],
])("%s with %j", (method, fields, answer) => {
  expect(decide(method, fields)).toEqual(answer);
});
