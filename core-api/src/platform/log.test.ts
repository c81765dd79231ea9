import { expect, test } from "vitest";
import { newSessionToken } from "./auth/session-token.ts";
import { createLog } from "./log.ts";
import { redact } from "./redact.ts";

const recorded = (write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> => {
  const lines: string[] = [];
  write(createLog({ level: "debug", service: "test", destination: { write: (line) => void lines.push(line) } }));
  return JSON.parse(lines.join(""));
};

test("a record is one line of JSON with level, time and service", () => {
  const record = recorded((log) => log.info({ requestId: "r", status: 200 }, "answered"));
  expect(record).toMatchObject({ level: "info", service: "test", requestId: "r", status: 200, msg: "answered" });
  expect(Date.parse(String(record.time))).toBeGreaterThan(0);
});

test("a field that is not allowed is dropped, whatever holds it", () => {
  const record = recorded((log) =>
    log.info(
      { email: "ana@acme.test", password: "canary", body: { token: "canary" }, authorization: "canary", orgId: "o" },
      "x",
    ),
  );
  expect(Object.keys(record).sort()).toEqual(["level", "msg", "orgId", "service", "time"]);
});

test("an error keeps what helps and loses what the driver knows of customers", () => {
  const error = Object.assign(new Error("duplicate key", { cause: new Error("deep postgres://u:canary@db/x") }), {
    code: "23505",
    detail: "Key (email)=(canary) exists",
    parameters: ["canary"],
    query: "insert canary",
  });
  const text = JSON.stringify(recorded((log) => log.error({ error }, "failed")));
  expect(text).toContain("23505");
  expect(text).toContain("duplicate key");
  expect(text).toContain("[secret]");
  expect(text).not.toContain("canary");
});

test("secrets are recognised by their shape, wherever they stand", () => {
  const token = newSessionToken("acme-corp");
  const hash = `$2b$12$${"a".repeat(53)}`;
  expect(redact(`token ${token}, hash ${hash}, postgres://app:pass@host/db`)).toBe(
    "token [token], hash [hash], postgres://app:[secret]@host/db",
  );
  expect(recorded((log) => log.warn({ reason: token }, "x")).reason).toBe("[token]");
});
