import { expect, test } from "vitest";
import { commandsFor } from "../output/command-line.ts";
import { diagnosePostgres, postgresService } from "./postgres.ts";

const server = { region: "eastus", port: 5441, dataDir: "/data/eastus/postgres" };
const says = (words: string): string =>
  `2026-11-01 10:00:00 UTC [7] LOG:  starting\n2026-11-01 10:00:01 UTC [7] ${words}\n`;
const advice = (words: string): string => {
  const suggestion = diagnosePostgres(server, says(words))?.suggestion;
  return typeof suggestion === "function" ? suggestion(commandsFor({ name: "flow8" })) : (suggestion ?? "");
};

test.each([
  "FATAL:  pre-existing shared memory block (key 5441001, ID 7) is still in use",
  'FATAL:  lock file "postmaster.pid" already exists',
])("another server that has not ended is waited for, and costs no data: %s", (words) => {
  expect(diagnosePostgres(server, says(words))).toMatchObject({ passing: true });
  expect(advice(words)).not.toContain("reset");
});

test.each([
  'PANIC:  could not read file "global/pg_control": read 100 of 296',
  "PANIC:  could not locate a valid checkpoint record at 0/1",
  'FATAL:  could not open file "base/5/2838": No such file or directory',
  "FATAL:  incorrect checksum in control file",
])("damaged data are said to be damaged, and the way out is about this platform: %s", (words) => {
  expect(diagnosePostgres(server, says(words))?.message).toContain("are damaged");
  expect(advice(words)).toContain("npm run reset -- --yes --name flow8");
});

test.each([
  'FATAL:  could not open file "global/pg_control": Permission denied',
  "FATAL:  the database system is starting up",
  "FATAL:  could not map anonymous shared memory: Cannot allocate memory",
  'FATAL:  configuration file "postgresql.conf" contains errors',
])("any other trouble is not the data's, and nobody is told to remove them: %s", (words) => {
  expect(diagnosePostgres(server, says(words))?.message).toContain("Postgres of eastus does not start");
  expect(advice(words)).not.toContain("reset");
});

test("a log without such a word tells nothing", () => {
  expect(diagnosePostgres(server, says("LOG:  ready"))).toBeUndefined();
});

test("its shutdown has time for a checkpoint, and is never a kill of the server alone", () => {
  const service = postgresService({ ...server, password: "p" });
  expect(service).toMatchObject({ stopSignal: "SIGINT", hardSignal: "SIGQUIT" });
  expect(service.stopSeconds).toBeGreaterThanOrEqual(60);
});
