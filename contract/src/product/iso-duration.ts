import * as z from "zod";

/** A duration as ISO 8601-1 section 5.5.2 writes it, whole numbers only: `P13M`, `P90D`, `PT72H`. */
export type IsoDuration = `P${string}`;

/**
 * A parsed duration. Months and seconds are kept apart because a month has no fixed length; weeks and days have, for
 * retention is counted in UTC.
 */
export interface DurationParts {
  readonly months: number;
  readonly seconds: number;
}

const weeksPattern = /^P(\d{1,5})W$/;
const pattern =
  /^P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?)?$/;
const daySeconds = 86_400;

/** Reads a duration. Answers `undefined` for text that is not one, and for a duration of nothing (`P0D`). */
export const parseIsoDuration = (text: string): DurationParts | undefined => {
  const weeks = weeksPattern.exec(text);
  const found = weeks ?? pattern.exec(text);
  if (found === null) return undefined;
  const amount = (at: number): number => Number(found[at] ?? 0);
  const parts =
    weeks === null
      ? {
          months: amount(1) * 12 + amount(2),
          seconds: amount(3) * daySeconds + amount(4) * 3600 + amount(5) * 60 + amount(6),
        }
      : { months: 0, seconds: amount(1) * 7 * daySeconds };
  return parts.months + parts.seconds === 0 ? undefined : parts;
};

/** True when `value` is a duration this module reads. */
export const isIsoDuration = (value: string): value is IsoDuration => parseIsoDuration(value) !== undefined;

/**
 * True when `left`, counted from any date, never ends before `right` counted from the same date. So `P1Y` is at least
 * `P365D`, but `P365D` is not at least `P1Y`: in a leap year it ends a day early. Throws `RangeError` on text that is
 * not a duration.
 */
export const isAtLeast = (left: string, right: string): boolean => {
  const a = partsOf(left);
  const b = partsOf(right);
  const months = a.months - b.months;
  const seconds = a.seconds - b.seconds;
  if (months >= 0 && seconds >= 0) return true;
  if (months <= 0 && seconds <= 0) return false;
  return months > 0
    ? shortestDays(months) * daySeconds + seconds >= 0
    : seconds - longestDays(-months) * daySeconds >= 0;
};

/** Schema of a duration field. */
export const isoDuration = z.custom<IsoDuration>((value) => typeof value === "string" && isIsoDuration(value), {
  error: 'must be an ISO 8601 duration of whole numbers, such as "P90D", "P13M" or "PT72H"',
});

const partsOf = (text: string): DurationParts => {
  const parts = parseIsoDuration(text);
  if (parts === undefined) throw new RangeError(`${JSON.stringify(text)} is not an ISO 8601 duration`);
  return parts;
};

/** The Gregorian calendar repeats after 400 years. */
const cycleMonths = 4800;
const cycleDays = 146_097;

const shortestDays = (months: number): number => daysOf(months, Math.min);
/** Most days that so many calendar months can last. */
export const longestDays = (months: number): number => daysOf(months, Math.max);

/**
 * Extreme length of so many calendar months. Starts on the first of a month suffice: the clamp of an addition (31
 * January plus a month is 28 or 29 February) never leaves the range they span.
 */
const daysOf = (months: number, pick: (a: number, b: number) => number): number => {
  const rest = months % cycleMonths;
  let extreme = firstOfMonth(rest) - firstOfMonth(0);
  for (let start = 1; start < cycleMonths; start++) {
    extreme = pick(extreme, firstOfMonth(start + rest) - firstOfMonth(start));
  }
  return Math.floor(months / cycleMonths) * cycleDays + extreme;
};

const firstOfMonth = (month: number): number => Date.UTC(2000, month, 1) / (daySeconds * 1000);
