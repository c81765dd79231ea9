import { problemAt } from "../../problems-found/index.ts";
import { sustainedPerHour } from "../limits.ts";
import { repeated, rule } from "./rule.ts";

const classes = ["address", "authentication", "sensitive", "tenant", "user", "integration"] as const;

export const limitNamesAreUnique = rule(["limits"], function* ({ limits }) {
  const all = classes.flatMap((kind) =>
    limits[kind].map(({ name }, at) => ({ name, path: ["limits", kind, at, "name"] })),
  );
  for (const at of repeated(all.map(({ name }) => name))) {
    const found = all[at];
    if (found !== undefined)
      yield problemAt(found.path, `must not repeat "${found.name}": clients tell limits by name`);
  }
});

export const burstFitsQuota = rule(["limits"], function* ({ limits }) {
  for (const kind of classes) {
    for (const [at, { burst, quota }] of limits[kind].entries()) {
      if (burst > quota)
        yield problemAt(["limits", kind, at, "burst"], `must be at most the quota (${quota}), not ${burst}`);
    }
  }
});

/** Guessing a password must be slower than any ordinary use, and what needs care slower than the rest. */
export const guardedClassesAreStricter = rule(["limits"], function* ({ limits }) {
  const guarded = ["authentication", "sensitive"] as const;
  const ordinary = ["address", "tenant", "user"] as const;
  for (const kind of guarded) {
    const rate = sustainedPerHour(limits[kind]);
    for (const other of ordinary) {
      const otherRate = sustainedPerHour(limits[other]);
      if (rate < otherRate) continue;
      yield problemAt(["limits", kind], `must admit fewer than the ${otherRate} an hour of "${other}", not ${rate}`);
    }
  }
});
