import { type Address, cidrMatcher, parseAddress } from "@bailiwick/contract/address";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clientBehind } from "./forwarded.ts";

const address = (text: string): Address => parseAddress(text) as Address;
const trusted = cidrMatcher(["10.0.0.0/8", "fd00::/8"]);
const client = (peer: string, field: string | null) => clientBehind(address(peer), field, trusted)?.text;

describe("clientBehind", () => {
  it("takes the peer when nothing was forwarded", () => {
    expect(client("10.0.0.1", null)).toBe("10.0.0.1");
  });

  it("believes nobody it was not told to trust", () => {
    expect(client("203.0.113.9", "192.0.2.1")).toBe("203.0.113.9");
  });

  it("takes what the balancer added, the last entry", () => {
    expect(client("10.0.0.1", "6.6.6.6, 192.0.2.1")).toBe("192.0.2.1");
    expect(client("fd00::1", "2001:db8::1")).toBe("2001:db8::1");
  });

  it("does not ask a client who it is because it stands in the balancer's range", () => {
    expect(client("10.0.0.1", "203.0.113.7, 10.0.0.5")).toBe("10.0.0.5");
    expect(client("10.0.0.1", "10.0.0.3, 10.0.0.2")).toBe("10.0.0.2");
  });

  it.each(["unknown", "192.0.2.1:80", "", "6.6.6.6,", "_hidden"])("knows no client behind %j", (field) => {
    expect(client("10.0.0.1", field)).toBeUndefined();
  });

  it("ignores whatever a client wrote in front", () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes("\n")),
        fc.ipV4(),
        (forged, real) => {
          expect(client("10.0.0.1", `${forged}, ${real}`)).toBe(real);
        },
      ),
    );
  });
});
