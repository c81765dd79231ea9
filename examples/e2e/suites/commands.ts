import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { budgetMs } from "../support/budget.ts";
import { processesOf } from "../support/leftovers.ts";
import { curlLines, paste } from "../support/printed.ts";
import type { TheSubject } from "../support/subject.ts";

/** What a person at another terminal asks, and what the start has said. */
export const commandSuite = (subject: TheSubject): void => {
  describe("the commands", () => {
    test("the start meets its budgets and says so", () => {
      const { running } = subject();
      console.log(`FlowGuard: ready in ${running.readyMs / 1000} s, ${running.memoryMegabytes} MB`);
      expect(running.readyMs).toBeLessThan(budgetMs(20));
      if (running.memoryMegabytes !== undefined) expect(running.memoryMegabytes).toBeLessThan(1000);
      for (const service of ["postgres", "blobs", "migrations", "core-api", "worker", "edge"]) {
        for (const id of ["eastus", "westeurope"]) {
          expect(running.said()).toMatch(new RegExp(`✔ ${id}-${service} +\\d+\\.\\d s`));
        }
      }
      expect(running.said()).toContain("sign-in 200 · wrong region 421");
    });

    test("the printed lines show the refusal as they stand", () => {
      const { running, acme } = subject();
      const [edge, core] = curlLines(running.text).map(paste);
      expect(edge?.command).toContain("https://acme.westeurope.flowguard.localhost:");
      expect(edge?.output).toMatch(/^HTTP\/1\.1 421 /);
      expect(edge?.output).toContain(acme.endpoint);
      expect(core?.output).toMatch(/^HTTP\/1\.1 421 /);
    });

    test("passwords are shown once, and kept where only the owner reads them", async () => {
      const { running, secrets, root } = subject();
      const password = secrets.passwords.acme?.["ana@acme.test"] ?? "";
      expect(running.text.split(password)).toHaveLength(2);
      const files = ["secrets.json", "ca/ca.key", "regions/eastus/secrets.json", "regions/eastus/edge/tls.key"];
      for (const file of files) expect((await stat(join(root, file))).mode & 0o077).toBe(0);
      expect((await stat(root)).mode & 0o066).toBe(0);
    });

    test("status tells people and programs what runs, and no secrets unless asked", async () => {
      const { home, secrets } = subject();
      const plain = await home.run(["status"]);
      expect([plain.status, plain.stderr]).toEqual([0, ""]);
      expect(plain.stdout).toContain("westeurope-core-api");
      const { status, stdout } = await home.run(["status", "--json"]);
      const document = JSON.parse(stdout);
      expect([status, document.running, document.healthy]).toEqual([0, true, true]);
      expect(document.services).toHaveLength(11);
      const password = secrets.passwords.acme?.["ana@acme.test"] ?? "none";
      for (const secret of [password, secrets.pinPepper, ...Object.values(secrets.adminKeys)]) {
        expect(stdout).not.toContain(secret);
      }
      expect((await home.run(["status", "--show-secrets"])).stdout).toContain(password);
    });

    test("logs are shown by service, and hold no secret", async () => {
      const { home, secrets, acme } = subject();
      const some = await home.run(["logs", "core-api"]);
      expect(some.stdout).toMatch(/^eastus-core-api +\| \{/m);
      expect(some.stdout).not.toContain("postgres |");
      const all = (await home.run(["logs"])).stdout;
      for (const secret of [...Object.values(secrets.passwords.acme ?? {}), secrets.pinPepper, acme.token]) {
        expect(all).not.toContain(secret);
      }
      const unknown = await home.run(["logs", "nothing"]);
      expect([unknown.status, unknown.stderr]).toEqual([2, expect.stringContaining("eastus-worker")]);
    });

    test("a fresh start raises no alarm", async () => {
      const { stdout } = await subject().home.run(["logs"]);
      expect(stdout).toContain("eastus-postgres");
      expect(stdout).not.toMatch(/pin map not refreshed|no transaction in progress/);
      expect(stdout).not.toMatch(/"level":"warn","event":"document/);
    });

    test("a second start says that it runs already, and starts nothing", async () => {
      const { home, running, root } = subject();
      const before = processesOf(root);
      const { status, stdout } = await home.run(["up"]);
      expect(status).toBe(0);
      expect(stdout).toContain(`runs already, as process ${running.pid}`);
      expect(stdout).toContain("https://acme.eastus.flowguard.localhost:");
      expect(processesOf(root)).toEqual(before);
    });

    test("a port that was asked for and is taken is named with who has it", async () => {
      const { home, state } = subject();
      const port = Number(new URL(state.global.url).port);
      const refused = await home.run(["up", "--name", "other", "--port", String(port), "--json"]);
      expect(refused.status).toBe(2);
      const { error } = JSON.parse(refused.stdout.trim().split("\n").at(-1) ?? "{}");
      expect(error).toMatchObject({ code: "port-taken", suggestion: expect.stringContaining("--port") });
      expect(error.message).toMatch(new RegExp(`^Port ${port} for global-edge is taken by process \\d+ \\(workerd\\)`));
    });

    test("a start that fails before it has anything leaves no platform", async () => {
      const { home, state } = subject();
      const port = new URL(state.global.url).port;
      for (const more of [[], ["--detach"]]) {
        const refused = await home.run(["up", "--name", "second", "--port", port, ...more]);
        expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining(`Port ${port} for global-edge`)]);
        expect(refused.stderr).toContain("npm start -- --name second --port <number>");
        expect(await readdir(home.folder)).toEqual(["default"]);
      }
    });

    test("wrong use under --json is a document", async () => {
      const { status, stdout, stderr } = await subject().home.run(["status", "--json", "--bogus"]);
      expect(JSON.parse(stdout)).toEqual({ error: { code: "wrong-use", message: "unknown option '--bogus'" } });
      expect([status, stderr]).toEqual([2, ""]);
    });

    test("a damaged state is written anew by who runs, and nobody advises to remove anything", async () => {
      const { home, root } = subject();
      await writeFile(join(root, "state.json"), '{"name":');
      const { status, stdout, stderr } = await home.run(["status"]);
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toContain("runs as process");
    });

    test("wrong use is one sentence and status 2", async () => {
      const { home } = subject();
      for (const [args, words] of [
        [["up", "--product", "nothing"], 'There is no product "nothing".'],
        [["up", "--product", "flow8", "--name", "default"], "belongs to flowguard, not to flow8"],
        [["reset", "--name", "../.."], "cannot be the name"],
        [["reset", "--name", "default"], "npm run reset -- --yes --name default"],
        [["reset", "--name", "nope"], 'There is no local platform "nope"; there are: default.'],
        [["down", "--name", "nope"], 'There is no local platform "nope"; there are: default.'],
        [["up", "--ephemeral", "--detach"], "--ephemeral and --detach do not go together"],
        [["up", "--port", "20000"], "Stop it first: npm run down, then npm start -- --port 20000"],
        [["up", "--port", "many"], "It must be a number"],
        [["strat"], "unknown command"],
      ] as const) {
        const { status, stderr } = await home.run(args);
        expect(stderr).toContain(words);
        expect(stderr).not.toMatch(/^\s+at /m);
        expect(status).toBe(2);
      }
    });
  });
};
