import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createEmbeddedPostgres, type EmbeddedPostgres } from "./embedded-postgres.ts";
import { freePort } from "./free-port.ts";

let folder: string;
let running: EmbeddedPostgres | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bailiwick embedded "));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  await rm(folder, { recursive: true, force: true });
});

const create = async (port?: number): Promise<EmbeddedPostgres> => {
  running = createEmbeddedPostgres({
    dataDir: join(folder, "data"),
    port: port ?? (await freePort()),
    password: "a p@ss/word",
    durable: false,
  });
  return running;
};

const query = async (instance: EmbeddedPostgres, text: string): Promise<readonly unknown[]> => {
  const sql = postgres(instance.superuserUrl, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end({ timeout: 1 });
  }
};

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test("starts in a path with a space, keeps its data over a stop, and leaves no process", async () => {
  const first = await create();
  await first.start();
  const pid = first.pid ?? 0;
  await query(first, "create table kept (n integer); insert into kept values (1)");
  await first.stop();
  expect(alive(pid)).toBe(false);
  const second = await create();
  await second.start();
  expect(await query(second, "select n from kept")).toEqual([{ n: 1 }]);
});

test("lets nobody in without the password", async () => {
  const instance = await create();
  await instance.start();
  const sql = postgres(instance.superuserUrl.replace(/:[^:@]*@/, ":wrong@"), { max: 1 });
  await expect(sql`select 1`).rejects.toMatchObject({ code: "28P01" });
  await sql.end({ timeout: 1 });
});

test("a taken port is said in a sentence, and nothing is left running", async () => {
  const port = await freePort();
  const holder = createServer().listen(port, "127.0.0.1");
  await once(holder, "listening");
  try {
    const instance = await create(port);
    await expect(instance.start()).rejects.toThrow(/Postgres did not start: .*could not bind|in use/is);
  } finally {
    holder.close();
  }
});

test("a killed initdb leaves nothing that the next start trusts", async () => {
  await mkdir(join(folder, "data.new"));
  await writeFile(join(folder, "data.new", "PG_VERSION"), "18");
  const instance = await create();
  await instance.start();
  expect(await query(instance, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("a corrupt data folder is said in a sentence", async () => {
  const instance = await create();
  await instance.start();
  await instance.stop();
  await rm(join(folder, "data", "global", "pg_control"));
  await expect(instance.start()).rejects.toThrow(/Postgres did not start: /);
});

test("ends with its parent, even by kill -9", async () => {
  const program = `
    import { createEmbeddedPostgres } from ${JSON.stringify(fileURLToPath(new URL("./embedded-postgres.ts", import.meta.url)))};
    const instance = createEmbeddedPostgres({ dataDir: ${JSON.stringify(join(folder, "data"))}, port: ${await freePort()}, password: "p", durable: false });
    await instance.start();
    console.log(instance.pid);
    setInterval(() => undefined, 1000);`;
  const file = join(folder, "parent.ts");
  await writeFile(file, program);
  const parent = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  const [chunk] = await once(parent.stdout, "data");
  const pid = Number(String(chunk));
  expect(alive(pid)).toBe(true);
  expect(await readFile(join(folder, "data", "postmaster.pid"), "utf8")).toMatch(new RegExp(`^${pid}\n`));
  parent.kill("SIGKILL");
  await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
});
