import { afterEach, expect, test, vi } from "vitest";
import { certificatesIn, daysLeft } from "./days-left.ts";
import { makeAuthority, makeLeaf } from "./make.ts";
import { certificateEndsSoon, watchCertificates } from "./watch.ts";

afterEach(() => void vi.useRealTimers());

const watched = async (leafDays: number, authorityDays: number) => {
  const authority = await makeAuthority({ commonName: "A", days: authorityDays, domains: ["flow.internal"] });
  const { certificate } = await makeLeaf({ names: ["origin.flow.internal"], days: leafDays, authority });
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"], now: Date.now() });
  const log = { warn: vi.fn() };
  const gauges = new Map<string, () => number>();
  const stop = watchCertificates({
    certificate,
    log,
    metrics: { gauge: (name, _help, read) => void gauges.set(name, read) },
  });
  return { log, stop, left: () => gauges.get("bailiwick_certificate_days_left")?.() };
};
const hours = (count: number) => vi.advanceTimersByTime(count * 3_600_000);

test("a process whose certificate ends within three months says so at its start and every hour", async () => {
  const { log, left, stop } = await watched(95, 3650);
  expect([log.warn.mock.calls.length, left()]).toEqual([0, 94]);
  hours(24 * 6);
  expect(log.warn).toHaveBeenCalled();
  expect(log.warn.mock.calls[0]).toEqual([{ days: 89, reason: "restart this process: its own" }, certificateEndsSoon]);
  const before = log.warn.mock.calls.length;
  hours(3);
  expect(log.warn.mock.calls.length - before).toBe(3);
  stop();
  hours(3);
  expect(log.warn.mock.calls.length - before).toBe(3);
});

test("the authority it leads to is told a year before its end", async () => {
  const { log, stop } = await watched(100, 300);
  expect(log.warn.mock.calls).toEqual([[{ days: 299, reason: "replace it: the authority" }, certificateEndsSoon]]);
  stop();
});

test("a bundle is taken apart, whatever stands between", async () => {
  const [a, b] = await Promise.all(
    [10, 20].map((days) => makeAuthority({ commonName: "A", days, domains: ["x.internal"] })),
  );
  const parts = certificatesIn(`# one\n${a?.certificate}\r\n\r\n${b?.certificate.trim()}`);
  expect(parts.map((part) => daysLeft(part))).toEqual([9, 19]);
  expect(certificatesIn("nothing")).toEqual([]);
  expect(() => daysLeft("nothing")).toThrow();
});
