import type { Suggestion } from "../failure.ts";
import type { Ending } from "../process/end.ts";

/** How to start one process. */
export interface ServiceCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** All of its environment: nothing is inherited, so that a variable of the shell changes nothing. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** Another user to run as. */
  readonly ids?: { readonly uid?: number; readonly gid?: number } | undefined;
}

/** Why a service does not start, in words for the person at the terminal. */
export interface Diagnosis {
  readonly message: string;
  readonly suggestion: Suggestion;
  /** It goes away by itself, as what an earlier life has left does: the start is tried again for a while. */
  readonly passing?: boolean;
}

/** One process of the platform, as the supervisor sees it. */
export interface Service extends Ending {
  /** Its one name, in every sentence and list, of its log file and for `logs <service>`: `westeurope-core-api`. */
  readonly name: string;
  /** Port it listens on, for `status`. */
  readonly port?: number | undefined;
  /** Order of stopping, highest first: edges 3, core API and worker 2, what they store in 1. */
  readonly rank: 1 | 2 | 3;
  /** Does what has to be done before every start. */
  prepare(): Promise<ServiceCommand>;
  /** Resolves as soon as it does its work; asked again and again until it resolves. */
  probe(pid: number): Promise<unknown>;
  /** @default 60 */
  readonly readySeconds?: number;
  /** Says why it ended, from what this life of it has logged. */
  readonly diagnose?: (tail: string) => Diagnosis | undefined;
}
