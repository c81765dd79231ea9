import { expect, test, vi } from "vitest";
import { createMetrics } from "../metrics.ts";
import { type KeyService, KeyServiceUnanswered, KeyUnavailable } from "./key-service.ts";
import { observedKeyService, regionKeyFailed, tenantKeyFailed } from "./observed.ts";
import { secretboxKeyService } from "./secretbox.ts";

const throttled = () => Promise.reject(new KeyServiceUnanswered("slow down", "throttled"));
const denied = () => Promise.reject(new KeyUnavailable("this process may not use the key", "denied"));

const observed = (changes: Partial<KeyService> = {}) => {
  const log = { error: vi.fn(), warn: vi.fn() };
  const metrics = createMetrics();
  const service: KeyService = {
    id: "region-key",
    wrap: throttled,
    unwrap: denied,
    advice: (why) => why,
    ...changes,
  };
  let seconds = 0;
  return {
    log,
    keys: observedKeyService(service, { log, metrics, now: () => seconds * 1000 }),
    pass: (more: number) => {
      seconds += more;
    },
    counted: async () =>
      (await metrics.render()).text.split("\n").filter((line) => line.startsWith("bailiwick_key_service_failures")),
  };
};
const bytes = new Uint8Array(8);

test("failures of the region's key are counted by reason, told as errors, and thrown as they are", async () => {
  const { keys, log, counted } = observed();
  await expect(keys.wrap(bytes, "")).rejects.toThrow("slow down");
  await expect(keys.unwrap(bytes, "", "region-key")).rejects.toThrow("may not use");
  expect(await counted()).toEqual([
    'bailiwick_key_service_failures_total{key="region",reason="throttled"} 1',
    'bailiwick_key_service_failures_total{key="region",reason="denied"} 1',
  ]);
  expect(log.error.mock.calls.map(([{ reason, count }, words]) => [reason, count, words])).toEqual([
    ["throttled", 1, regionKeyFailed],
    ["denied", 1, regionKeyFailed],
  ]);
  expect(log.error.mock.calls[0]?.[0].error).toBeInstanceOf(KeyServiceUnanswered);
});

test("the same failure is told once a minute, with how many there were, and counted each time", async () => {
  const { keys, log, pass, counted } = observed();
  const fail = () => keys.wrap(bytes, "").catch(() => undefined);
  for (let at = 0; at < 5; at += 1) await fail();
  expect(log.error).toHaveBeenCalledTimes(1);
  pass(61);
  await fail();
  expect(log.error.mock.calls.map(([{ count }]) => count)).toEqual([1, 5]);
  expect(await counted()).toEqual(['bailiwick_key_service_failures_total{key="region",reason="throttled"} 6']);
});

test("a tenant's own key is told apart: its owner may have switched it off", async () => {
  const disabled = () => Promise.reject(new KeyUnavailable("the key is disabled", "disabled"));
  const own: KeyService = { id: "tenant-key", wrap: disabled, unwrap: disabled, advice: (why) => why };
  const { keys, log, counted } = observed({ ofOrganisation: async () => own, keepRotation: denied });
  const tenants = await keys.ofOrganisation?.("an org");
  await expect(tenants?.wrap(bytes, "")).rejects.toThrow("disabled");
  await expect(keys.unwrap(bytes, "", "tenant-key")).rejects.toThrow();
  await expect(keys.keepRotation?.("tenant-key")).rejects.toThrow();
  expect(log.error).not.toHaveBeenCalled();
  expect(log.warn.mock.calls.map(([{ reason }, words]) => [reason, words])).toEqual([
    ["disabled", tenantKeyFailed],
    ["denied", tenantKeyFailed],
  ]);
  expect(await counted()).toHaveLength(2);
});

test("what works is not touched, and what is absent stays so", async () => {
  const { log, counted } = observed();
  const service = secretboxKeyService([new Uint8Array(32).fill(1)]);
  const keys = observedKeyService(service, { log, metrics: createMetrics() });
  expect(await keys.unwrap(await keys.wrap(bytes, "x"), "x")).toEqual(bytes);
  expect([keys.id, keys.ofOrganisation, keys.keepRotation]).toEqual([service.id, undefined, undefined]);
  expect(await counted()).toEqual([]);
  expect(log.error).not.toHaveBeenCalled();
});
