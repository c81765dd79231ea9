import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in a process of its own, in a folder without a local platform. */
const bailiwick = (parts: readonly string[], variables: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(new URL("main.ts", import.meta.url)), ...parts], {
      cwd: tmpdir(),
      env: { PATH: process.env.PATH, BAILIWICK_ADMIN_KEY: "key", ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.once("close", (status) => resolve({ status, stdout, stderr }));
  });

const newTenant = "--slug acme --organisation A --plan team --owner-email a@b.test --owner-name A".split(" ");
const nobody = ["--url", "https://localhost:1"];

test.each([
  ["a file that is not there", ["create", ...nobody, ...newTenant, "--owner-password-file", "/none"], "cannot be read"],
  ["a URL without TLS", ["list", "--url", "http://localhost:1"], "https"],
  ["something that is no URL", ["list", "--url", "nonsense"], "https"],
  ["a URL with a password", ["list", "--url", "https://a:b@localhost"], "https"],
  ["no region at all", ["list"], "--url"],
  ["a command that is mistyped", ["lst"], "Did you mean list?"],
])("%s is wrong use, said in a sentence", async (_, parts, sentence) => {
  const { status, stdout, stderr } = await bailiwick(["tenant", ...parts]);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/^ {4}at /m);
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test("with --json a failure is one document on stderr", async () => {
  const { status, stdout, stderr } = await bailiwick(["tenant", "list", "--json", ...nobody]);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "unreachable" } });
  expect(stdout).toBe("");
  expect(status).toBe(1);
});

test("with --json wrong use is one document too", async () => {
  const { status, stdout, stderr } = await bailiwick(["tenant", "list", "--json", "--bogus"]);
  expect(JSON.parse(stderr)).toMatchObject({ error: { code: "wrong-use", message: "unknown option '--bogus'" } });
  expect(stdout).toBe("");
  expect(status).toBe(2);
});

test("a missing key is told apart from wrong use", async () => {
  expect((await bailiwick(["tenant", "list", ...nobody], { BAILIWICK_ADMIN_KEY: "" })).status).toBe(3);
});

test.each([
  ["migrate"],
  ["tenant", "create"],
  ["tenant", "list"],
  ["tenant", "show"],
  ["tenant", "release"],
])("%s %s explains itself with examples", async (...verb) => {
  const { status, stdout } = await bailiwick([...verb.filter((word) => word !== undefined), "--help"]);
  expect(status).toBe(0);
  expect(stdout.split("Examples:")[1]?.match(/bailiwick /g)?.length).toBeGreaterThanOrEqual(2);
});
