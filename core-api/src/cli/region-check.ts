import { type Command, InvalidArgumentError, Option } from "commander";
import { certificatesIn } from "../platform/certificates/index.ts";
import { type CheckResult, type CheckTarget, checks, type Need, runChecks } from "../region-check/index.ts";
import { readNamedFile } from "./admin-target.ts";
import { type CheckEnvironment, checkEnvironment } from "./check-environment.ts";
import { CommandFailure } from "./failure.ts";
import { givenPinKeys } from "./given-pin-keys.ts";
import { printable } from "./printable.ts";

/** As commander reads them, and as whoever knows a local platform fills them in. */
export interface RegionCheckOptions {
  readonly ca?: string;
  readonly caFile?: string;
  readonly tenant?: string;
  readonly email?: string;
  readonly passwordFile?: string;
  /** Only set by a program. */
  readonly password?: string;
  readonly elsewhere?: string;
  readonly peer?: string;
  readonly registry?: string;
  readonly tlsMinimum: "1.2" | "1.3";
  readonly httpPort: number;
  readonly endpointHeader?: string;
  /** False with `--no-sign-in`. */
  readonly signIn: boolean;
  readonly json?: boolean;
}

const pinsMaxAgeSeconds = 3600;
/** More than any profile lets through at once, with several edges behind one name. */
const signInAttempts = 100;

/** `bailiwick region check <url>`: what a region promises, from a client's side. */
export const registerRegionCheck = (region: Command): void => {
  region
    .command("check")
    .description("Check what a region promises, from a client's side")
    .argument("<url>", "base URL of the region's edge")
    .option("--ca <file>", "certificate authority to trust instead of the public ones")
    .addOption(new Option("--ca-file <file>", "as --ca").hideHelp())
    .option("--tenant <slug>", "a tenant of this region")
    .option("--email <address>", "somebody who may create flows and read the audit log there")
    .option("--password-file <file>", "file with that person's password, - for standard input")
    .option("--no-sign-in", "without the checks that sign in")
    .option("--elsewhere <slug>", "a tenant that is pinned to another region")
    .option("--peer <url>", "base URL of another region's edge")
    .option("--registry <file>", "the list of regions, whose keys the pin map must be signed by")
    .addOption(
      new Option("--tls-minimum <version>", "oldest version of TLS to speak").choices(["1.2", "1.3"]).default("1.2"),
    )
    .addOption(new Option("--http-port <number>", "where plain HTTP is answered").argParser(port).default(80))
    .option("--endpoint-header <name>", "field that names a tenant's endpoint, if it does not end in -region-endpoint")
    .option("--json", "print one JSON document")
    .addHelpText(
      "after",
      `
Checks, in this order:
${inLines(checks.map(({ id }) => id))}

A check that needs an option it was not given is left out and says so. What is created is removed again: a flow goes to the
trash. The check of the limit of sign-ins uses an account that nobody has, and stops at the first refusal. When
the region cannot be reached at all, nothing else is asked; a password is sent only to a region that has shown its pin map.

For the edge of a running local platform, everything is known already. The password may also be in
BAILIWICK_CHECK_PASSWORD_FILE or BAILIWICK_CHECK_PASSWORD, the authority in BAILIWICK_CHECK_CA_FILE or BAILIWICK_CHECK_CA,
the list of regions in BAILIWICK_REGISTRY_FILE or BAILIWICK_REGISTRY.

Exit codes: 0 every check that was run passed, 1 one failed, 2 wrong use.

Examples:
  bailiwick region check https://westeurope.flowguard.localhost:8445
  bailiwick region check https://westeurope.flowguard.example --tenant acme --elsewhere globex \\
    --peer https://eastus.flowguard.example --email ana@acme.test --password-file password.txt`,
    )
    .action(async (url: string, options: RegionCheckOptions) => {
      const target = targetOf(url, options);
      const results: CheckResult[] = [];
      for await (const result of runChecks(target)) {
        results.push(result);
        if (options.json !== true) for (const line of lines(result, options.signIn)) console.log(line);
      }
      const failed = results.filter(({ outcome }) => outcome === "failed").length;
      if (options.json === true) {
        console.log(JSON.stringify({ url: target.url, passed: failed === 0, checks: results.map(document) }));
      }
      const run = results.filter(({ outcome }) => outcome !== "left-out").length;
      if (failed > 0) {
        throw new CommandFailure({ code: "check-failed", message: `${failed} of ${run} checks failed.` });
      }
      if (options.json !== true) console.log(`\n${run} checks passed, ${results.length - run} left out.`);
    });
};

const targetOf = (given: string, options: RegionCheckOptions): CheckTarget => {
  const url = origin(given, "The URL");
  const { tlsMinimum, httpPort, endpointHeader, tenant, elsewhere, peer } = options;
  const environment = checkEnvironment(process.env);
  return {
    url,
    tlsMinimum,
    httpPort,
    endpointHeader,
    tenant,
    elsewhere,
    pinsMaxAgeSeconds,
    signInAttempts,
    peer: peer === undefined ? undefined : origin(peer, "--peer"),
    authority: authority(options, environment),
    account: account(options, environment),
    pinKeys: givenPinKeys(url, options.registry, environment),
  };
};

/** Of the option, or as a task of a cloud is given it: in its environment. */
const authority = (
  { caFile, ca = caFile }: RegionCheckOptions,
  { authority: named, authorityFile }: CheckEnvironment,
): string | undefined => {
  if (ca !== undefined) return readNamedFile(ca, "--ca");
  if (authorityFile !== undefined) return readNamedFile(authorityFile, "BAILIWICK_CHECK_CA_FILE");
  if (named === undefined || certificatesIn(named).length > 0) return named;
  throw wrongUse("BAILIWICK_CHECK_CA must be certificates in PEM.");
};

const account = (
  { signIn, email, passwordFile, password }: RegionCheckOptions,
  given: CheckEnvironment,
): CheckTarget["account"] => {
  if (!signIn || email === undefined) return undefined;
  const file = passwordFile ?? (password === undefined ? given.passwordFile : undefined);
  const found =
    file === undefined ? (password ?? given.password) : readNamedFile(file, "--password-file").replace(/\r?\n$/, "");
  if (found !== undefined && found !== "") return { email, password: found };
  throw wrongUse("--email needs a password: name its file with --password-file.");
};

/** The one spelling of an origin that the list of regions has, too. */
const origin = (given: string, what: string): string => {
  const url = URL.parse(given);
  if (
    url?.protocol === "https:" &&
    url.username === "" &&
    url.pathname === "/" &&
    url.search === "" &&
    url.hash === ""
  ) {
    return url.origin;
  }
  const host = /^(?:[a-z]+:\/\/)?([\w.-]+(?::\d+)?)/i.exec(given)?.[1];
  const suggestion = host === undefined ? "" : `; did you mean https://${host.toLowerCase()}?`;
  throw wrongUse(`${what} must be an https URL of a host, without credentials and path${suggestion || "."}`);
};

const port = (text: string): number => {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0 && number < 65_536) return number;
  throw new InvalidArgumentError("It must be a number from 1 to 65535.");
};

const optionsOf: Readonly<Record<Need, string>> = {
  account: "--email and --password-file",
  elsewhere: "--elsewhere",
  peer: "--peer",
  tenant: "--tenant",
};

const lines = (result: CheckResult, signIn: boolean): readonly string[] => {
  const { title } = result;
  if (result.outcome === "passed") return [`✔ ${title}: ${printable(result.seen)}`];
  if (result.outcome === "failed") return [`✖ ${title}: ${printable(result.seen)}`, `    ${printable(result.remedy)}`];
  if (result.after !== undefined) return [`- ${title}: left out, because this failed: ${result.after}`];
  const unwanted = !signIn && result.needs.includes("account");
  return [`- ${title}: left out${unwanted ? " by --no-sign-in" : `, needs ${words(result.needs)}`}`];
};

const document = (result: CheckResult): object =>
  result.outcome === "left-out" ? { ...result, needs: result.needs.map((need) => optionsOf[need]) } : result;

/** Words in lines of a terminal's width. */
const inLines = (names: readonly string[]): string =>
  names
    .join(", ")
    .replace(/(.{1,100}(?:,|$)) ?/g, "  $1\n")
    .trimEnd();

const words = (needs: readonly Need[]): string => needs.map((need) => optionsOf[need]).join(" and ");

const wrongUse = (message: string): CommandFailure => new CommandFailure({ code: "wrong-use", message, status: 2 });
