import { afterAll, beforeAll } from "vitest";
import { checkSuite } from "./suites/checks.ts";
import { commandSuite } from "./suites/commands.ts";
import { failureSuite } from "./suites/failures.ts";
import { killSuite } from "./suites/kills.ts";
import { limitSuite } from "./suites/limits.ts";
import { regionSuite } from "./suites/regions.ts";
import { restartSuite } from "./suites/restarts.ts";
import { tenantSuite } from "./suites/tenants.ts";
import { endSubject, type Subject, startSubject } from "./support/subject.ts";

/** One platform, as `npm start` makes it: a start costs more than all tests of a suite. The last suite ends it. */
let current: Subject | undefined;
const subject = (): Subject => {
  if (current === undefined) throw new Error("the platform is not running");
  return current;
};
beforeAll(async () => {
  current = await startSubject();
});
afterAll(async () => {
  if (current !== undefined) await endSubject(current);
});

regionSuite(subject);
tenantSuite(subject);
limitSuite(subject);
checkSuite(subject);
commandSuite(subject);
killSuite(subject);
restartSuite(subject, (next) => {
  current = next;
});
failureSuite(subject);
