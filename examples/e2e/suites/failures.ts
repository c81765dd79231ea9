import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { postgresFolder } from "../../local/folder/reachable.ts";
import { childrenOf, processesOf } from "../support/leftovers.ts";
import { cli } from "../support/platform.ts";
import type { TheSubject } from "../support/subject.ts";

/** What a start meets on a bad day: one sentence, what to do, status 2, and nothing left behind. Ends with the data gone. */
export const failureSuite = (subject: TheSubject): void => {
  describe("a start that cannot succeed", () => {
    const refused = async (words: string | RegExp, args: readonly string[] = []): Promise<void> => {
      const { home, root } = subject();
      const { status, stdout, stderr } = await home.run(["up", ...args]);
      expect(stderr + stdout).toMatch(words);
      expect(stderr).toMatch(/✖ .+\n {4}\S/); // the sentence, then the way out
      expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+/m);
      expect(status).toBe(2);
      expect(processesOf(root)).toEqual([]);
      expect(existsSync(join(root, "lock"))).toBe(false);
    };
    /** Changes a file for as long as `work` takes. */
    const spoiled = async (path: string, content: string | undefined, work: () => Promise<void>): Promise<void> => {
      const before = await readFile(path);
      await (content === undefined ? rm(path) : writeFile(path, content));
      try {
        await work();
      } finally {
        await writeFile(path, before, { mode: 0o600 });
      }
    };
    const inRoot = (...parts: readonly string[]): string => join(subject().root, ...parts);

    beforeAll(async () => {
      subject().client.close();
      await subject().running.stop();
    });

    test("with another encryption key than the data's", async () => {
      const path = inRoot("regions", "eastus", "secrets.json");
      const secrets = JSON.parse(await readFile(path, "utf8"));
      const other = JSON.stringify({ ...secrets, encryptionKey: Buffer.alloc(32, 7).toString("base64") });
      await spoiled(path, other, () => refused(/ENCRYPTION_KEY is not the key this region's data are sealed under/));
    });

    test("with its secrets gone", async () => {
      const path = inRoot("regions", "eastus", "secrets.json");
      await spoiled(path, undefined, () => refused(/their keys in .+secrets\.json are gone/));
    });

    test("with a damaged file of its own", () =>
      spoiled(inRoot("instance.json"), '{"product":', () => refused(/instance\.json is damaged/)));

    test("with damaged data", async () => {
      const { root } = subject();
      const control = join(await postgresFolder(root, "eastus"), "global", "pg_control");
      const before = await readFile(control);
      await writeFile(control, before.subarray(0, 100));
      try {
        await refused(/data of Postgres in eastus are damaged/);
      } finally {
        await writeFile(control, before);
      }
    });

    const canMount = process.getuid?.() === 0 && process.platform === "linux";
    describe.runIf(canMount)("on a small disk (needs root and mount)", () => {
      let disk: string;
      let mounted = false;
      beforeAll(async () => {
        disk = join(subject().home.folder, "disk");
        await mkdir(disk);
        mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=75m,mode=711", "tmpfs", disk]).status === 0;
      });
      afterAll(() => {
        if (mounted) spawnSync("umount", [disk]);
      });
      const start = (): { status: number | null; stderr: string } => {
        const env = { ...process.env, BAILIWICK_LOCAL_FOLDER: join(disk, "local") };
        return spawnSync(process.execPath, [cli, "up"], { env, encoding: "utf8", timeout: 180_000 });
      };

      test("a first start says how much is needed before it does anything", (context) => {
        if (!mounted) context.skip("mount is not allowed here");
        const { status, stderr } = start();
        expect(stderr).toMatch(/Only \d+ MB are free on the disk of .+; 400 MB are needed\./);
        expect(status).toBe(2);
      });

      test("a disk that becomes full is said to be full", async (context) => {
        if (!mounted) context.skip("mount is not allowed here");
        await mkdir(join(disk, "local", "default"), { recursive: true });
        await writeFile(join(disk, "local", "default", "instance.json"), '{"product":"flowguard"}'); // of an earlier start
        const { status, stderr } = start();
        expect(stderr).toContain("The disk is full.");
        expect(stderr).not.toMatch(/^\s+at .+:\d+:\d+/m);
        expect(status).toBe(2);
        expect(processesOf(disk)).toEqual([]);
      });
    });

    test("when whoever started it is killed meanwhile", async () => {
      const { root, home } = subject();
      const env = { ...process.env, BAILIWICK_LOCAL_FOLDER: home.folder };
      const script = 'BAILIWICK_BOOTSTRAP_PID=$$ "$0" "$1" up & wait';
      const parent = spawn("/bin/sh", ["-c", script, process.execPath, cli], { env, stdio: "ignore" });
      await vi.waitFor(() => expect(processesOf(root).length).toBeGreaterThan(3), { timeout: 90_000, interval: 50 });
      parent.kill("SIGKILL");
      await once(parent, "exit");
      await vi.waitFor(
        () => {
          expect(processesOf(root)).toEqual([]);
          expect(existsSync(join(root, "lock"))).toBe(false);
        },
        { timeout: 90_000, interval: 100 },
      );
    });

    test("when supervisor and guardian are killed meanwhile: down and the next start find what they left", async () => {
      const { home, root } = subject();
      const env = { ...process.env, BAILIWICK_LOCAL_FOLDER: home.folder };
      const child = spawn(process.execPath, [cli, "up"], { env, stdio: "ignore" });
      await vi.waitFor(() => expect(processesOf(root).some((one) => one.includes("postgres -D"))).toBe(true), {
        timeout: 90_000,
        interval: 50,
      });
      for (const pid of childrenOf(child.pid ?? 0, "guardian.sh")) process.kill(pid, "SIGKILL");
      child.kill("SIGKILL");
      await once(child, "exit");
      const { status, stderr } = await home.run(["down"]);
      expect([status, stderr]).toEqual([0, expect.stringContaining("left over from an earlier start")]);
      expect(processesOf(root)).toEqual([]);
    });

    test.runIf(process.platform === "linux")(
      "a Postgres that takes long to stop is waited for, and starts again",
      async () => {
        const { home, root } = subject();
        const running = await home.up();
        const pid = Number(
          (await readFile(join(await postgresFolder(root, "eastus"), "postmaster.pid"), "utf8")).split("\n")[0],
        );
        const [checkpointer = 0] = childrenOf(pid, "checkpointer");
        process.kill(checkpointer, "SIGSTOP"); // a disk that is busy
        const stopping = home.run(["down"]);
        await sleep(9000); // longer than any other service may take
        expect(processesOf(root).some((one) => one.startsWith(`${pid} `))).toBe(true);
        process.kill(checkpointer, "SIGCONT");
        expect(await stopping).toMatchObject({
          status: 0,
          stderr: expect.stringContaining("Waiting for eastus-postgres"),
        });
        expect(await running.stop()).toBe(0);
        expect(running.text).toContain("Stopped. Its data are kept in");
        const again = await home.up();
        expect(again.said()).not.toMatch(/damaged|left over/);
        await again.stop();
      },
    );

    test("reset removes the platform's folder and nothing else", async () => {
      const { home, root } = subject();
      const { status, stdout } = await home.run(["reset", "--yes", "--name", "default"]);
      expect([status, stdout]).toEqual([0, `Removed ${root}\n`]);
      expect(existsSync(root)).toBe(false);
      expect(existsSync(home.folder)).toBe(true);
    });
  });
};
