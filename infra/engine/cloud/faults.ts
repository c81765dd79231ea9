import { CloudError } from "./cloud-error.ts";

export type Fault =
  /** The cloud refuses, and nothing was made. */
  | "refused"
  /** It was made, and did not become ready. */
  | "not ready";

/** Makes creations fail as a cloud now and then does. */
export interface Faults {
  /** What happens to this creation; undefined when nothing does. Each resource fails once. */
  strike(urn: string): Fault | undefined;
  /** From now on every n-th creation fails; undefined ends it. */
  every(n: number | undefined): void;
  /** How many have struck. */
  readonly count: number;
}

/** Faults by turns: one creation is refused, the next one is made and not ready. */
export const createFaults = (): Faults => {
  const struck = new Set<string>();
  let interval: number | undefined;
  let creations = 0;
  return {
    strike(urn) {
      if (interval === undefined) return undefined;
      creations += 1;
      if (creations % interval !== 0 || struck.has(urn)) return undefined;
      struck.add(urn);
      return struck.size % 2 === 1 ? "refused" : "not ready";
    },
    every(n) {
      interval = n;
      creations = 0;
    },
    get count() {
      return struck.size;
    },
  };
};

export const injected = (urn: string): CloudError =>
  new CloudError("InternalFailure", `${urn}: the service is unable to process the request (injected).`);

/** A creation that left something behind: its id and state come with the error. */
export class NotReady extends CloudError {
  readonly id: string;
  readonly state: Readonly<Record<string, unknown>>;

  constructor({ urn, id, state }: { urn: string; id: string; state: Readonly<Record<string, unknown>> }) {
    super("ResourceNotReady", `${urn} (${id}) did not become ready in time (injected).`);
    this.id = id;
    this.state = state;
  }
}
