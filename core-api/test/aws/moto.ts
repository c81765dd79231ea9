import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "../free-port.ts";

const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");

/** The server that answers like AWS: `BAILIWICK_MOTO`, else where `.ci/tools/moto/install` puts it. */
export const motoPath = (): string => process.env.BAILIWICK_MOTO ?? join(cache, "bailiwick/tools/moto/bin/moto_server");

/** True where tests that need moto are left out, which is said in one line. With `REQUIRE_TOOLS=1` they run, and fail. */
export const leaveOutMoto = (what: string): boolean => {
  if (existsSync(motoPath()) || process.env.REQUIRE_TOOLS === "1") return false;
  console.log(`no moto at ${motoPath()} (.ci/tools/moto/install): ${what} is not tested`);
  return true;
};

export interface Moto {
  /** Of every service. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** An AWS of the test's own, on a free port of loopback. It believes every key; give it the ones of `motoCredentials`. */
export const startMoto = async (): Promise<Moto> => {
  const port = await freePort();
  const child = spawn(motoPath(), ["--host", "127.0.0.1", "--port", `${port}`], {
    env: { PATH: process.env.PATH, S3_IGNORE_SUBDOMAIN_BUCKETNAME: "true" },
    stdio: "ignore",
  });
  const failed = new Promise<never>((_, reject) => child.once("error", reject));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const endpoint = `http://127.0.0.1:${port}`;
  await Promise.race([failed, ended.then(() => Promise.reject(new Error("moto ended"))), answering(endpoint)]);
  return {
    endpoint,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
};

const answering = async (endpoint: string): Promise<void> => {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${endpoint}/moto-api/data.json`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await wait(50);
  }
  throw new Error("moto does not answer");
};

/** What the SDK's default chain finds, for as long as a test runs. */
export const motoCredentials = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" } as const;
