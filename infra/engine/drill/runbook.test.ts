import { expect, it } from "vitest";
import { follow, runbooks } from "./runbook.ts";
import { steps, stepsWithoutData } from "./steps.ts";

it("runs every block that a runbook leaves to the drill", () => {
  const titles = new Set([...steps, ...stepsWithoutData].map(({ title }) => title));
  expect([...runbooks().keys()].filter((title) => !titles.has(title))).toEqual([]);
  expect(runbooks().size).toBeGreaterThan(0);
});

const title = "a restored server takes the old one's place";

it("does what the page says, in its order, with the words after the command", async () => {
  const done: string[] = [];
  const does = (what: string) => async (args: readonly string[]) => void done.push([what, ...args].join(" "));
  await follow(title, { "pulumi up": does("up"), "pulumi refresh": does("refresh") });
  expect(done).toEqual(["refresh", "up"]);
});

it("refuses a command that it cannot do, and a step of which no page says anything", async () => {
  await expect(follow(title, { "pulumi ref": async () => {} })).rejects.toThrow('cannot do "pulumi refresh"');
  await expect(follow("nothing", {})).rejects.toThrow("No runbook");
});
