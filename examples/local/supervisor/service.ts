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

/** One process of the platform, as the supervisor sees it. */
export interface Service {
  /** Of its log file and for `logs <service>`, for example `westeurope-core-api`. */
  readonly name: string;
  /** As sentences name it, for example `core API of westeurope`. */
  readonly label: string;
  /** Port it listens on, for `status`. */
  readonly port?: number | undefined;
  /** Order of stopping, highest first: edges 3, core API and worker 2, what they store in 1. */
  readonly rank: 1 | 2 | 3;
  /** Does what has to be done before every start. */
  prepare(): Promise<ServiceCommand>;
  /** Resolves as soon as it does its work; asked again and again until it resolves. */
  probe(pid: number): Promise<unknown>;
  /** @default 30 */
  readonly readySeconds?: number;
  /** @default "SIGTERM" */
  readonly stopSignal?: NodeJS.Signals;
  /** Turns the end of its log into a sentence when it cannot start. */
  readonly diagnose?: (tail: string) => { readonly message: string; readonly suggestion: string } | undefined;
}
