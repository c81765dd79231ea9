import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const wrangler = join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")), "bin/wrangler.js");

describe("wrangler deploy", () => {
  it.each(["regional", "global"])("would take the %s Worker", async (name) => {
    const out = await mkdtemp(join(tmpdir(), "bailiwick-wrangler-"));
    const config = fileURLToPath(new URL(`./wrangler.${name}.jsonc`, import.meta.url));
    const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true", HOME: out };
    const args = [wrangler, "deploy", "--dry-run", "--outdir", out, "--config", config];
    const { stdout, stderr } = await run(process.execPath, args, { env, cwd: out });
    expect(stdout).toContain("--dry-run: exiting now");
    expect(`${stdout}${stderr}`).not.toMatch(/warning/i);
    const entry = name === "regional" ? "regional.cloudflare.js" : "global.js";
    expect((await stat(join(out, entry))).size).toBeLessThanOrEqual(60 * 1024);
    await rm(out, { recursive: true });
  }, 60_000);
});
