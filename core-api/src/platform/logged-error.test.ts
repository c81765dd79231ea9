import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { newSessionToken } from "./auth/session-token.ts";
import { type LoggedError, loggedError } from "./logged-error.ts";

const deepestOf = (error: LoggedError): number => 1 + (error.cause === undefined ? 0 : deepestOf(error.cause));

describe("what pg-boss emits", () => {
  test("an object with an error's members, which is no Error", () => {
    const failure = Object.assign(new Error("Connection terminated unexpectedly"), { code: "57P01" });
    const emitted = { ...failure, message: failure.message, stack: failure.stack, queue: "sign-up", worker: "w1" };
    expect(loggedError(emitted)).toEqual({ message: failure.message, code: "57P01", stack: failure.stack });
  });

  test("Node's error for a host of several addresses, which has a code and no message", () => {
    const tries = ["::1", "127.0.0.1"].map((host) =>
      Object.assign(new Error(`connect ECONNREFUSED ${host}:5432`), { code: "ECONNREFUSED" }),
    );
    const error = Object.assign(new AggregateError(tries), { code: "ECONNREFUSED" });
    expect(loggedError(error)).toMatchObject({
      name: "AggregateError",
      message: "connect ECONNREFUSED ::1:5432; connect ECONNREFUSED 127.0.0.1:5432",
      code: "ECONNREFUSED",
      errors: [{ code: "ECONNREFUSED" }, { code: "ECONNREFUSED" }],
    });
  });
});

test("an object that is no error is named by its members, never by [object Object]", () => {
  expect(loggedError({ status: 500, body: "canary" })).toEqual({
    message: "an object was thrown, no error; its members: status, body",
  });
  expect(loggedError(Object.create(null)).message).toBe("an object was thrown, no error");
});

test("an error that is its own cause ends", () => {
  const error = new Error("round");
  error.cause = new Error("and round", { cause: error });
  expect(loggedError(error)).toMatchObject({
    message: "round",
    cause: { message: "and round", cause: { message: "the same error as above" } },
  });
});

test("members that throw when they are read end nothing", () => {
  const hostile = new Proxy(new Error("x"), {
    get() {
      throw new Error("no");
    },
  });
  expect(loggedError(hostile)).toEqual({ message: "an error that cannot be read" });
});

const secret = fc.constantFrom(
  `postgres://app:can/a@ry${"x"}@db.internal:5432/catalog`,
  "redis+tls://:canary@cache/0",
  "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=canaryCANARY==;EndpointSuffix=core.windows.net",
  "db:5432/?Action=connect&DBUser=app&X-Amz-Signature=canary0123&X-Amz-Security-Token=canary%2F",
  "authorization: Bearer canary.canary.canary",
  '{"password":"canary","user":"a"}',
  "{ password: 'canary canary' }",
  "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----",
  "-----BEGIN EC PRIVATE KEY-----\ncanary",
  `$2b$12$${"canary".repeat(9).slice(0, 53)}`,
  `canary-corp.${newSessionToken("x").split(".")[1]?.replace(/^.{6}/, "canary")}`,
  `canary${"Ab3-_".repeat(8).slice(0, 37)}`,
);
const words = fc
  .array(fc.oneof(secret, fc.constantFrom("failed", "lost", "Zürich", "at 10:24,", "org 0199a0b0")), { maxLength: 5 })
  .map((parts) => parts.join(" "));

const { thrown } = fc.letrec<{ thrown: unknown; error: unknown }>((tie) => ({
  thrown: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    words,
    fc.constantFrom(undefined, null, 1, 1n, Number.NaN, Symbol("s"), () => undefined),
    tie("error"),
    fc.record(
      { message: words, code: fc.oneof(words, fc.integer()), cause: tie("thrown"), detail: fc.constant("canary") },
      { requiredKeys: [] },
    ),
  ),
  error: fc
    .record({
      message: words,
      code: fc.option(words),
      cause: tie("thrown"),
      many: fc.array(tie("thrown"), { maxLength: 3 }),
    })
    .map(({ message, code, cause, many }) =>
      Object.assign(many.length > 0 ? new AggregateError(many, message, { cause }) : new Error(message, { cause }), {
        ...(code === null ? {} : { code }),
        detail: "canary",
        query: "select canary",
        parameters: ["canary"],
      }),
    ),
}));

test("whatever is thrown becomes a record, without a secret and without [object Object]", () => {
  fc.assert(
    fc.property(thrown, (value) => {
      const text = JSON.stringify(loggedError(value));
      expect(text).not.toMatch(/canary/i);
      expect(text).not.toContain("[object Object]");
      expect(typeof JSON.parse(text).message).toBe("string");
    }),
    { numRuns: 500 },
  );
});

test("message, code and cause of every error of a chain are there, eight deep", () => {
  const level = fc.record({ message: fc.stringMatching(/^[a-z ]{1,20}$/), code: fc.stringMatching(/^[A-Z0-9]{5}$/) });
  fc.assert(
    fc.property(fc.array(level, { minLength: 1, maxLength: 12 }), (levels) => {
      const error = levels.reduceRight<Error | undefined>(
        (cause, { message, code }) =>
          Object.assign(cause === undefined ? new Error(message) : new Error(message, { cause }), { code }),
        undefined,
      );
      let logged: LoggedError | undefined = loggedError(error);
      expect(deepestOf(logged)).toBe(Math.min(levels.length, 9));
      for (const { message, code } of levels.slice(0, 8)) {
        expect(logged).toMatchObject({ name: "Error", message, code });
        logged = logged?.cause;
      }
    }),
  );
});

test("long texts are cut after their secrets are taken out", () => {
  const { message } = loggedError(
    new Error(`${"x ".repeat(990)} postgres://app:${"canary".repeat(20)}@db/x ${"y".repeat(3_000)}`),
  );
  expect(message).not.toContain("canary");
  expect(message.length).toBe(2_001);
});
