import { CloudError } from "./cloud-error.ts";

/** Makes creations fail as a cloud now and then does; each fault strikes once. */
export interface Faults {
  /** Throws when the armed fault strikes: `exists` resources are there when this one is asked for. */
  beforeCreate(urn: string, exists: number): void;
  /** The next creation that finds this many resources, or more, fails. */
  failOnceAt(count: number): void;
  /** Takes the armed fault back; true when it had not struck. */
  disarm(): boolean;
}

export const createFaults = (): Faults => {
  let armed: number | undefined;
  return {
    beforeCreate(urn, exists) {
      if (armed === undefined || exists < armed) return;
      armed = undefined;
      throw new CloudError("InternalFailure", `${urn}: the service is unable to process the request (injected).`);
    },
    failOnceAt(count) {
      armed = count;
    },
    disarm() {
      const left = armed !== undefined;
      armed = undefined;
      return left;
    },
  };
};
