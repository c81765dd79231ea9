import { expect, test } from "vitest";
import { createReadiness } from "./readiness.ts";

const fine = async () => undefined;
const broken = async () => {
  throw new Error("canary");
};

test("ready is who has all its parts", async () => {
  expect(await createReadiness({ checks: { a: fine, b: fine } })()).toEqual({ ok: true, checks: { a: "ok", b: "ok" } });
  const answer = await createReadiness({ checks: { a: fine, b: broken } })();
  expect(answer).toEqual({ ok: false, checks: { a: "ok", b: "failed" } });
  expect(JSON.stringify(answer)).not.toContain("canary");
});

test("a part that does not answer in time has failed", async () => {
  const never = () => new Promise(() => undefined);
  expect((await createReadiness({ checks: { a: never }, timeoutMilliseconds: 20 })()).ok).toBe(false);
});

test("many who ask at once cost one question, and a later one asks again", async () => {
  let asked = 0;
  const count = async () => void asked++;
  const ready = createReadiness({ checks: { count }, rememberMilliseconds: 30 });
  await Promise.all([ready(), ready(), ready()]);
  expect(asked).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 40));
  await ready();
  expect(asked).toBe(2);
});

test("a process that stops is not ready any more, at once", async () => {
  let stopping = false;
  const ready = createReadiness({ checks: { fine }, stopping: () => stopping });
  expect((await ready()).ok).toBe(true);
  stopping = true;
  expect((await ready()).ok).toBe(false);
});
