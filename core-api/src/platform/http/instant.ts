import { z } from "@hono/zod-openapi";

/** Offsets in use go up to fourteen hours; the database takes fewer than sixteen. */
const usualOffset = /(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

const isWithinCalendar = (value: string): boolean => {
  const year = new Date(value).getUTCFullYear();
  return usualOffset.test(value) && year >= 1 && year <= 9999;
};

/** A point in time as RFC 3339 writes it, in years that the database has too: it knows no year 0. */
export const instant = z.iso
  .datetime({ offset: true, abort: true })
  .max(40)
  .refine(isWithinCalendar, { error: "is no time of the years 1 to 9999" });
