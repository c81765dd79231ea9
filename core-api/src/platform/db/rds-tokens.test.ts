import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { rdsTokens } from "./rds-tokens.ts";

const login = { host: "catalog.abc.eu-west-1.rds.amazonaws.com", port: 5432, user: "bailiwick_app" };

beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const counting = (fails = 0) => {
  let made = 0;
  const sign = async ({ user }: typeof login): Promise<string> => {
    made += 1;
    if (made <= fails) throw new Error("no credentials");
    return `${user} ${made}`;
  };
  const tokens = rdsTokens({ region: "eu-west-1", sign });
  if (typeof tokens === "string") throw new TypeError("a token is made anew");
  return tokens;
};

test("connections share a token for five minutes, each login its own", async () => {
  const tokens = counting();
  expect(await Promise.all([tokens(login), tokens(login)])).toEqual(["bailiwick_app 1", "bailiwick_app 1"]);
  expect(await tokens({ ...login, user: "bailiwick_migrator" })).toBe("bailiwick_migrator 2");
  expect(await tokens({ ...login, host: "tenants.abc" })).toBe("bailiwick_app 3");
  vi.advanceTimersByTime(299_000);
  expect(await tokens(login)).toBe("bailiwick_app 1");
  vi.advanceTimersByTime(2_000);
  expect(await tokens(login)).toBe("bailiwick_app 4");
});

test("a token that could not be made is not kept", async () => {
  const tokens = counting(1);
  await expect(tokens(login)).rejects.toThrow("no credentials");
  expect(await tokens(login)).toBe("bailiwick_app 2");
});

test("the AWS SDK signs for this host, port and role, for fifteen minutes", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIATEST");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  const tokens = rdsTokens({ region: "eu-west-1" });
  if (typeof tokens === "string") throw new TypeError("a token is made anew");
  const token = new URL(`https://${await tokens(login)}`);
  expect(token.host).toBe(`${login.host}:5432`);
  expect(Object.fromEntries(token.searchParams)).toMatchObject({
    Action: "connect",
    DBUser: login.user,
    "X-Amz-Expires": "900",
    "X-Amz-Credential": expect.stringMatching(/^AKIATEST\/\d{8}\/eu-west-1\/rds-db\/aws4_request$/),
  });
});
