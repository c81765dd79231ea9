import { drive, type LoadOptions } from "./load.ts";
import type { Contender } from "./paired.ts";
import type { Subject } from "./process.ts";

export interface HttpContenderOptions extends LoadOptions {
  readonly name: string;
  readonly subject: Subject;
}

/** An HTTP server measured in slices of closed-loop load, with its own CPU time an answer. */
export const httpContender = ({ name, subject, ...load }: HttpContenderOptions): Contender => ({
  name,
  async slice() {
    const before = subject.cpuSeconds();
    const { requests, seconds } = await drive(load);
    const after = subject.cpuSeconds();
    const cpu = before === undefined || after === undefined ? undefined : after - before;
    return { rate: requests / seconds, cpuMicros: cpu === undefined ? undefined : (cpu * 1e6) / requests };
  },
});
