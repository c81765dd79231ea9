import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { carriedName, commandLine, commandsFor, shell } from "./command-line.ts";

test.each([
  [commandLine("up"), "npm start"],
  [commandLine("up", { port: 9443, product: "flow8" }), "npm start -- --port 9443 --product flow8"],
  [commandLine("reset", { yes: true, name: "flow8" }), "npm run reset -- --yes --name flow8"],
  [commandLine("status", { showSecrets: true, name: undefined }), "npm run status -- --show-secrets"],
  [commandLine("tenant list", { name: "flow8" }), "npm run bailiwick -- tenant list --name flow8"],
  [commandLine("up", { port: "<number>" }), "npm start -- --port <number>"],
])("%s", (written, expected) => {
  expect(written).toBe(expected);
});

test("what is said about one platform names it, whatever else it says", () => {
  const command = commandsFor({ name: "nope" });
  expect(command("reset", { yes: true })).toBe("npm run reset -- --yes --name nope");
  expect(command("up")).toBe("npm start -- --name nope");
  expect(commandsFor()("reset", { yes: true })).toBe("npm run reset -- --yes");
});

test("a start is suggested as it was given", () => {
  const command = commandsFor({ name: "flow8", up: { product: "flow8", ephemeral: true } });
  expect(command("up", { port: "<number>" })).toBe("npm start -- --product flow8 --ephemeral --port <number>");
  expect(command("down")).toBe("npm run down -- --name flow8");
});

test("a name is left out only where it is the one everybody means", () => {
  expect(carriedName(undefined, "default")).toBeUndefined();
  expect(carriedName("default", "default")).toBe("default");
  expect(carriedName(undefined, "flow8")).toBe("flow8");
});

test("a text is one word of the shell, whatever it holds", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).filter((one) => !one.includes("\0"));
  fc.assert(
    fc.property(text, (one) => {
      expect(execFileSync("/bin/sh", ["-c", `printf %s ${shell(one)}`]).toString()).toBe(one);
    }),
    { numRuns: 60 },
  );
});
