import { type Inputs, runtime } from "@pulumi/pulumi";
import type { MockCallArgs, MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { setMockOptions, waitForRPCs } from "@pulumi/pulumi/runtime/settings.js";
import type { Lookups } from "./adopted-answers.ts";
import type { CapturedGraph } from "./captured.ts";
import { CapturingMonitor } from "./capturing-monitor.ts";
import { type CloudContext, computedOutputs } from "./computed-outputs.ts";
import { unmark } from "./secret-marks.ts";

declare module "@pulumi/pulumi/runtime/settings.js" {
  /** Exported, but left out of the SDK's declarations: without it a registration that nobody awaits is missed. */
  export function waitForRPCs(): Promise<void>;
}

export interface CaptureOptions {
  /** Name of the stack. */
  readonly stack: string;
  /** Values of the stack file, each as Pulumi hands it to a program: texts, or JSON of an object. */
  readonly config: Readonly<Record<string, string>>;
  readonly context: CloudContext;
  readonly program: () => Promise<Inputs>;
  /** What the account answers when the program looks at what is there already. @default nothing can be looked at */
  readonly lookups?: Lookups;
}

const project = "bailiwick";
let running = false;

/**
 * Runs a Pulumi program in this process and answers every resource it registers. Computed outputs have the form that the
 * cloud gives them. Rejects when the program does, when an `apply` throws, on a type whose computed outputs nobody wrote
 * down, and on an invoke that `lookups` does not know: a program that asks a cloud for more while it is planned cannot be
 * judged without one. One at a time.
 */
export const capture = async (options: CaptureOptions): Promise<CapturedGraph> => {
  if (running) throw new Error("a capture is running: Pulumi's runtime is one for the whole process");
  running = true;
  const rejections = collectRejections();
  const warnings = collectWarnings();
  try {
    const graph = await run(options);
    await rejections.settled();
    const [first] = rejections.found;
    if (first !== undefined) throw first.reason;
    return { ...graph, warnings: warnings.found };
  } finally {
    await rejections.settled();
    rejections.end();
    warnings.end();
    running = false;
  }
};

/** A throw inside an `apply` reaches nobody but the process. Whoever listened before listens again afterwards. */
const collectRejections = () => {
  const found: { readonly reason: unknown }[] = [];
  const before = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => found.push({ reason }));
  return {
    found,
    /** Node tells of a rejection after the turn in which it happened. */
    settled: () => new Promise((resolve) => setImmediate(resolve)),
    end() {
      process.removeAllListeners("unhandledRejection");
      for (const listener of before) process.on("unhandledRejection", listener);
    },
  };
};

/** Without an engine to tell them to, the SDK writes a program's warnings to the console. Everything else still goes there. */
const collectWarnings = () => {
  const found: string[] = [];
  const { warn } = console;
  const mark = "warning: [runtime] ";
  console.warn = (...words: readonly unknown[]) => {
    const [first] = words;
    if (typeof first === "string" && first.startsWith(mark)) found.push(first.slice(mark.length));
    else warn(...words);
  };
  return {
    found,
    end() {
      console.warn = warn;
    },
  };
};

const run = async ({
  stack,
  config,
  context,
  program,
  lookups,
}: CaptureOptions): Promise<Omit<CapturedGraph, "warnings">> => {
  const mocks = {
    call({ token, inputs }: MockCallArgs) {
      const answer = lookedUp(() => lookups?.(token, inputs));
      if (answer === undefined) throw monitor.refuse(`${token} asks the cloud while the stack is planned`);
      return answer;
    },
    newResource({ type, name, inputs, custom }: MockResourceArgs) {
      if (custom !== true) return { id: undefined, state: inputs };
      const { id, outputs } = standIn(type, name, inputs, context);
      return { id, state: { ...inputs, ...outputs } };
    },
  };
  const monitor = new CapturingMonitor(mocks, project, stack);
  await runtime.setMocks(mocks, project, stack, false, "organization"); // turns the runtime's features on
  setMockOptions(monitor, project, stack, false, "organization");
  runtime.setAllConfig({ ...config });
  let outputs: Inputs = {};
  try {
    await runtime.runInPulumiStack(async () => {
      outputs = await program();
      return outputs;
    });
    await waitForRPCs();
  } catch (error) {
    throw monitor.refusals[0] ?? error;
  }
  if (monitor.refusals[0] !== undefined) throw monitor.refusals[0];
  return { stack, resources: monitor.captured, outputs: await plain(outputs) };
};

/** The SDK tells a program the `details` of an error, as gRPC has them, and not its message. */
const lookedUp = <Answer>(ask: () => Answer): Answer => {
  try {
    return ask();
  } catch (error) {
    throw error instanceof Error ? Object.assign(error, { details: error.message }) : error;
  }
};

/** What the engine itself provides needs no row in the table. */
const standIn: typeof computedOutputs = (type, name, inputs, context) => {
  if (type === "pulumi:index:Stash") return { id: name, outputs: { output: inputs.input } };
  if (type.startsWith("pulumi:providers:")) return { id: name, outputs: {} };
  return computedOutputs(type, name, inputs, context);
};

const plain = async (outputs: Inputs): Promise<CapturedGraph["outputs"]> => {
  const serialized: unknown = await runtime.serializeProperties("outputs", outputs);
  const { value } = unmark(serialized);
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as CapturedGraph["outputs"])
    : {};
};
