import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAtLeast, isIsoDuration, isoDuration, parseIsoDuration } from "./iso-duration.ts";

const day = 86_400;

describe("reading a duration", () => {
  it.each([
    ["P13M", 13, 0],
    ["P7Y", 84, 0],
    ["P1Y6M", 18, 0],
    ["P90D", 0, 90 * day],
    ["P2W", 0, 14 * day],
    ["P1Y2M3DT4H5M6S", 14, 3 * day + 4 * 3600 + 5 * 60 + 6],
    ["PT72H", 0, 72 * 3600],
    ["PT1M", 0, 60],
    ["P1MT1S", 1, 1],
    ["P0Y1D", 0, day],
  ])("%s is %i months and %i seconds", (text, months, seconds) => {
    expect(parseIsoDuration(text)).toEqual({ months, seconds });
  });

  it.each([
    "",
    "P",
    "PT",
    "P1YT",
    "P0D",
    "PT0S",
    "90 days",
    "90D",
    "p90d",
    "P-1D",
    "-P1D",
    "P1.5D",
    "P1D1M",
    "P1H",
    "P1W1D",
    "P1M ",
    "P1M\n",
    "P99999Y",
    "P٣D",
  ])("%j is not a duration", (text) => {
    expect(parseIsoDuration(text)).toBeUndefined();
    expect(isIsoDuration(text)).toBe(false);
    expect(isoDuration.safeParse(text).success).toBe(false);
  });

  it("reads back every duration that is written from parts", () => {
    fc.assert(
      fc.property(duration, ({ text, months, seconds }) => {
        fc.pre(months + seconds > 0);
        expect(parseIsoDuration(text)).toEqual({ months, seconds });
      }),
    );
  });
});

describe("the schema of a duration", () => {
  it("takes text only", () => {
    expect(isoDuration.parse("P13M")).toBe("P13M");
    for (const value of [undefined, null, 13, {}, ["P13M"]]) expect(isoDuration.safeParse(value).success).toBe(false);
  });
});

describe("comparing durations", () => {
  it.each([
    ["P1Y", "P12M", true],
    ["P12M", "P1Y", true],
    ["P13M", "P1Y", true],
    ["P1Y", "P13M", false],
    ["P1Y", "P365D", true],
    ["P365D", "P1Y", false],
    ["P366D", "P1Y", true],
    ["P1M", "P28D", true],
    ["P1M", "P29D", false],
    ["P31D", "P1M", true],
    ["P30D", "P1M", false],
    ["P4Y", "P1460D", true],
    ["P4Y", "P1461D", false],
    ["P90D", "PT2160H", true],
    ["P400Y", "P20871W", true],
    ["P400Y", "P20872W", false],
  ])("%s is at least %s: %s", (left, right, expected) => {
    expect(isAtLeast(left, right)).toBe(expected);
  });

  it("refuses text that is not a duration", () => {
    expect(() => isAtLeast("P1Y", "forever")).toThrow(new RangeError('"forever" is not an ISO 8601 duration'));
  });

  it("agrees with the calendar: at least means never earlier, from any date", () => {
    fc.assert(
      fc.property(duration, duration, date, (left, right, start) => {
        fc.pre(isIsoDuration(left.text) && isIsoDuration(right.text) && isAtLeast(left.text, right.text));
        expect(endOf(start, left)).toBeGreaterThanOrEqual(endOf(start, right));
      }),
      { numRuns: 300 },
    );
  });

  it("finds a date for every pair of months and days that it calls too short", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 20, max: 930 }), (months, days) => {
        const left = { months, seconds: 0 };
        const right = { months: 0, seconds: days * day };
        const everLater = monthStarts.every((start) => endOf(start, left) >= endOf(start, right));
        const everEarlier = monthStarts.every((start) => endOf(start, right) >= endOf(start, left));
        expect(isAtLeast(`P${months}M`, `P${days}D`)).toBe(everLater);
        expect(isAtLeast(`P${days}D`, `P${months}M`)).toBe(everEarlier);
      }),
      { numRuns: 300 },
    );
  });

  it("is reflexive and transitive", () => {
    fc.assert(
      fc.property(duration, duration, duration, (a, b, c) => {
        fc.pre([a, b, c].every(({ text }) => isIsoDuration(text)));
        expect(isAtLeast(a.text, a.text)).toBe(true);
        if (isAtLeast(a.text, b.text) && isAtLeast(b.text, c.text)) expect(isAtLeast(a.text, c.text)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

interface Parts {
  readonly months: number;
  readonly seconds: number;
}

const duration = fc
  .record({
    years: fc.nat({ max: 30 }),
    months: fc.nat({ max: 40 }),
    days: fc.nat({ max: 1200 }),
    hours: fc.nat({ max: 48 }),
  })
  .map(({ years, months, days, hours }) => ({
    text: `P${years}Y${months}M${days}DT${hours}H`,
    months: years * 12 + months,
    seconds: days * day + hours * 3600,
  }));

const date = fc.date({
  min: new Date("1990-01-01T00:00:00Z"),
  max: new Date("2200-01-01T00:00:00Z"),
  noInvalidDate: true,
});

const monthStarts = Array.from({ length: 4800 }, (_, month) => new Date(Date.UTC(2000, month, 1)));

/** Adds months as Postgres and calendars do, with the day clamped to the month's last, then the seconds. */
const endOf = (start: Date, { months, seconds }: Parts): number => {
  const year = start.getUTCFullYear();
  const month = start.getUTCMonth() + months;
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const dayOfMonth = Math.min(start.getUTCDate(), lastDay);
  const timeOfDay = start.getTime() % (day * 1000);
  return Date.UTC(year, month, dayOfMonth) + timeOfDay + seconds * 1000;
};
