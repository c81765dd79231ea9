import { afterAll, beforeAll } from "vitest";
import { motoCredentials } from "./moto.ts";

/** Lets the SDK's default chain find credentials while this file's tests run, and no file of the account's. */
export const useMotoCredentials = (): void => {
  const kept = { ...process.env };
  beforeAll(() => {
    Object.assign(process.env, motoCredentials, {
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    });
  });
  afterAll(() => {
    for (const name of ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", ...Object.keys(motoCredentials)]) {
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    }
  });
};
