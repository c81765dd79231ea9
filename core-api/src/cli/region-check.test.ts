import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import type { StandIn } from "../../test/region-check/stand-in.ts";
import { useStandIn } from "../../test/region-check/use-stand-in.ts";

const folder = mkdtempSync(join(tmpdir(), "region-check-"));
afterAll(() => rmSync(folder, { recursive: true }));
const start = useStandIn();

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

const run = (words: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const main = fileURLToPath(new URL("main.ts", import.meta.url));
    const env = { PATH: process.env.PATH ?? "", ...variables };
    const child = spawn(process.execPath, [main, "region", "check", ...words], { env });
    const said = { out: "", err: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.err += text;
    });
    child.once("close", (status) => resolve({ status, ...said }));
  });

const place = ({ target }: StandIn): readonly string[] => [
  target.url,
  ...["--ca", file("ca.pem", target.authority ?? ""), "--http-port", String(target.httpPort)],
];
const full = (standIn: StandIn): readonly string[] => [
  ...place(standIn),
  ...["--tenant", "acme", "--elsewhere", "globex", "--peer", standIn.target.peer ?? ""],
  ...["--email", standIn.target.account?.email ?? ""],
];

describe("bailiwick region check", () => {
  test("says what each check saw, ends with 0, and shows no password", async () => {
    const standIn = await start();
    const password = standIn.target.account?.password ?? "";
    const { status, out, err } = await run([...full(standIn), "--password-file", file("password", `${password}\n`)]);
    expect([status, err]).toEqual([0, ""]);
    expect(out.match(/^✔ /gm)).toHaveLength(18);
    expect(out).toContain("✔ Redirect to TLS: port ");
    expect(out).toMatch(/\n\n18 checks passed, 0 left out\.\n$/);
    expect(out).not.toContain(password);
  });

  test("says what to do about what is wrong, goes on, and ends with 1", async () => {
    const standIn = await start({
      answer: (given, { path }) =>
        path === "/health" ? { ...given, status: 503, body: JSON.stringify({ status: "\u001b[2J" }) } : given,
    });
    const { status, out, err } = await run([...place(standIn), "--no-sign-in"]);
    expect([status, err]).toEqual([1, "1 of 14 checks failed.\n"]);
    expect(out).toMatch(/^✖ Health: \/health is answered 503 \(\\u001b\[2J\)\n {4}503 means that a pin map /m);
    expect(out).toContain("\n✔ Private paths: ");
    expect(out).toContain("\n- 421 from the other region: left out, needs --tenant and --peer\n");
    expect(out).toContain("\n- Audit round trip: left out by --no-sign-in\n");
  });

  test("one JSON document, from the environment of a container", async () => {
    const standIn = await start();
    const variables = { BAILIWICK_CHECK_PASSWORD: standIn.target.account?.password ?? "" };
    const good = await run([...full(standIn), "--json"], variables);
    expect([good.status, good.err]).toEqual([0, ""]);
    const document = JSON.parse(good.out);
    expect(document).toMatchObject({ url: standIn.target.url, passed: true });
    expect(document.checks).toHaveLength(18);

    const regions = [{ id: "west", baseUrl: standIn.target.url, pinKeys: [`${"B".repeat(42)}A`] }];
    const bad = await run([...place(standIn), "--json"], { BAILIWICK_REGISTRY: JSON.stringify({ regions }) });
    expect([bad.status, JSON.parse(bad.err).error.code]).toEqual([1, "check-failed"]);
    const found: readonly { readonly id: string; readonly outcome: string }[] = JSON.parse(bad.out).checks;
    expect(found.filter(({ outcome }) => outcome === "failed")).toMatchObject([
      { id: "pin-map", remedy: expect.stringContaining("bailiwick region show") },
    ]);
  });

  test("an authority from the environment of a container is trusted, by itself or by the name of its file", async () => {
    const standIn = await start();
    const { url, httpPort, authority = "" } = standIn.target;
    const words = [url, "--http-port", String(httpPort), "--no-sign-in"];
    expect((await run(words)).out).toMatch(/^✖ Way to the region: /m);
    for (const variables of [
      { BAILIWICK_CHECK_CA: authority },
      { BAILIWICK_CHECK_CA_FILE: file("own.pem", authority) },
    ]) {
      expect((await run(words, variables)).out).toMatch(/^✔ Certificate: /m);
    }
    const { status, err } = await run(words, { BAILIWICK_CHECK_CA: "canary" });
    expect([status, err]).toEqual([2, "BAILIWICK_CHECK_CA must be certificates in PEM.\n"]);
  });

  test.each([
    [[], "missing required argument 'url'"],
    [["http://west.localhost"], "The URL must be an https URL"],
    [["https://west.localhost/api"], "The URL must be an https URL"],
    [["https://west.localhost", "--peer", "east"], "--peer must be an https URL"],
    [["https://west.localhost", "--email", "a@b.test"], "--email needs a password"],
    [["https://west.localhost", "--ca", "/nowhere"], "The file of --ca cannot be read"],
    [["https://west.localhost", "--tls-minimum", "1.1"], "Allowed choices are 1.2, 1.3"],
    [["https://west.localhost", "--http-port", "many"], "It must be a number from 1 to 65535"],
    [["https://west.localhost", "--bogus"], "unknown option"],
  ])("%j is wrong use", async (words, sentence) => {
    const { status, out, err } = await run(words);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain(sentence);
  });

  test("a list of regions that does not have the region is wrong use", async () => {
    const registry = file("registry.json", JSON.stringify({ regions: [] }));
    const { status, err } = await run(["https://west.localhost", "--registry", registry]);
    expect([status, err]).toEqual([2, expect.stringContaining("has none at https://west.localhost")]);
  });
});
