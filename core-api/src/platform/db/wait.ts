import { setTimeout as sleep } from "node:timers/promises";
import { StartFailure } from "../start-failure.ts";
import { ConnectionLost } from "./errors.ts";
import type { Password } from "./login.ts";
import { parseServerAddress } from "./server-address.ts";

export interface WaitOptions {
  /** What is tried: a query that needs the schema to be there. */
  readonly attempt: () => Promise<unknown>;
  /** Server address, for the sentence. */
  readonly url: string;
  /** Who signs in: a password that cannot be made is told here, while the driver would only tell that it was refused. */
  readonly login?: { readonly user: string; readonly password: Password };
  /** How long it is tried again. An attempt that is under way by then is given up. */
  readonly seconds: number;
  /** The attempt changes something, and is let come to its own end. @default false */
  readonly seesThrough?: boolean;
  /** Whether an error may pass by itself; any other is thrown as it is. @default every error */
  readonly mayPass?: (error: unknown) => boolean;
  /** Told the reason when the first try fails, and whenever it changes. */
  readonly onWait?: (reason: string) => void;
}

const pauseMilliseconds = 1_000;

/**
 * Resolves once the database answers. Containers of a region start in any order: a server that is away, and a role,
 * database or function that the migrations have yet to make, are waited for. A certificate that is not trusted will not
 * get better. Throws `StartFailure`.
 */
export const waitForDatabase = async (options: WaitOptions): Promise<void> => {
  const { attempt, url, login, seconds, onWait, mayPass = () => true, seesThrough = false } = options;
  const deadline = performance.now() + seconds * 1000;
  let told: string | undefined;
  const once = async (): Promise<void> => {
    if (typeof login?.password === "function") {
      await login.password({ ...parseServerAddress(url), user: login.user });
    }
    await attempt();
  };
  for (;;) {
    try {
      await (seesThrough ? once() : before(deadline, once()));
      return;
    } catch (error) {
      const reason = reasonOf(error);
      const final = isCertificateProblem(error);
      if (!final && !mayPass(error)) throw error;
      if (final || performance.now() + pauseMilliseconds > deadline) {
        const tried = final ? "" : ` after ${seconds} seconds`;
        throw new StartFailure(`The database at ${new URL(url).host} cannot be used${tried}: ${reason}.`, {
          cause: error,
        });
      }
      if (reason !== told) onWait?.(reason);
      told = reason;
      await sleep(pauseMilliseconds);
    }
  }
};

/** Waits for `work` until the deadline, and for a second at least. */
const before = async (deadline: number, work: Promise<void>): Promise<void> => {
  const late = new AbortController();
  const end = async (): Promise<never> => {
    await sleep(Math.max(pauseMilliseconds, deadline - performance.now()), undefined, { signal: late.signal });
    throw new ConnectionLost("it does not answer");
  };
  try {
    await Promise.race([work, end()]);
  } finally {
    late.abort();
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";

/** One line without a final full stop; a driver's error over several addresses has no message of its own. */
const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? error.message || codeOf(error) || error.name : String(error);
  return text.replace(/\s+/g, " ").trim().replace(/\.$/, "");
};

/** Codes of OpenSSL's verification and of Node's comparison of names. */
const isCertificateProblem = (error: unknown): boolean => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  return [error, cause].some((one) =>
    /^(ERR_TLS_|CERT_|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY))/.test(codeOf(one)),
  );
};
