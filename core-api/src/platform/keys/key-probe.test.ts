import { expect, test, vi } from "vitest";
import { ConfigError } from "../environment.ts";
import { StartFailure } from "../start-failure.ts";
import { createKeyProbe } from "./key-probe.ts";

const away = () => Promise.reject(new StartFailure("away"));
const refused = () => Promise.reject(new ConfigError(["another key"]));

const create = () => {
  const ask = vi.fn<() => Promise<void>>(() => Promise.resolve());
  let milliseconds = 0;
  const probe = createKeyProbe({ ask, everySeconds: 10, graceSeconds: 300, now: () => milliseconds });
  return {
    ask,
    probe,
    pass: (seconds: number) => {
      milliseconds += seconds * 1000;
    },
    /** Lets what was asked in the background arrive. */
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  };
};

test("the service is asked once in a while, however often the probe is", async () => {
  const { ask, probe, pass } = create();
  for (let n = 0; n < 100; n++) await probe();
  expect(ask).toHaveBeenCalledTimes(1);
  pass(11);
  for (let n = 0; n < 100; n++) await probe();
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a service that does not answer counts as good until keys that are kept are gone, and not longer", async () => {
  const { ask, probe, pass, settle } = create();
  await probe();
  ask.mockImplementation(away);
  for (let n = 0; n < 29; n++) {
    pass(10.1);
    await probe();
    await settle();
  }
  expect(ask).toHaveBeenCalledTimes(30);
  pass(10);
  await expect(probe()).rejects.toThrow("away");
  ask.mockImplementation(() => Promise.resolve());
  await probe();
});

test("nobody waits for an answer that does not come while the last one counts", async () => {
  const { ask, probe, pass } = create();
  await probe();
  ask.mockImplementation(() => new Promise(() => undefined));
  pass(11);
  await probe();
  await probe();
  expect(ask).toHaveBeenCalledTimes(2);
});

test("a refusal counts as soon as it is known, until the key is good again", async () => {
  const { ask, probe, pass, settle } = create();
  await probe();
  ask.mockImplementation(refused);
  pass(11);
  await probe();
  await settle();
  await expect(probe()).rejects.toThrow("another key");
  ask.mockImplementation(away);
  await expect(probe()).rejects.toThrow("away");
  ask.mockImplementation(() => Promise.resolve());
  await probe();
});

test("before the first good answer nothing counts as good", async () => {
  const { ask, probe } = create();
  ask.mockImplementation(away);
  await expect(probe()).rejects.toThrow("away");
  await expect(probe()).rejects.toThrow("away");
});
