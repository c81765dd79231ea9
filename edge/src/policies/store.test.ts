import { describe, expect, it } from "vitest";
import { address } from "../../test/support/steps.ts";
import { createPolicyStore } from "./store.ts";

const from = address("192.0.2.1");
const document = (issuedAt: number, allow: readonly string[]) => ({
  issuedAt,
  notAfter: 2000,
  tenants: { acme: { allow } },
});

describe("createPolicyStore", () => {
  it("takes new rules in place of the old", () => {
    const store = createPolicyStore(() => 1_000_000);
    store.load(document(1, ["192.0.2.0/24"]));
    expect(store.check("acme", from)).toBe("allowed");
    store.load(document(2, ["10.0.0.0/8"]));
    expect(store.check("acme", from)).toBe("refused");
    expect(store.check("globex", from)).toBe("allowed");
  });

  it("refuses older rules, which may allow what is no longer allowed", () => {
    const store = createPolicyStore(() => 1_000_000);
    store.load(document(2, ["10.0.0.0/8"]));
    expect(() => store.load(document(1, ["192.0.2.0/24"]))).toThrow(TypeError);
    expect(store.check("acme", from)).toBe("refused");
  });

  it.each([
    undefined,
    null,
    [],
    {},
    { issuedAt: 1, notAfter: 2 },
    { issuedAt: 1, notAfter: "2", tenants: {} },
    { issuedAt: 1, notAfter: 2, tenants: null },
  ])("keeps what it holds when it is offered %j", (offered) => {
    const store = createPolicyStore(() => 1_000_000);
    store.load(document(1, ["10.0.0.0/8"]));
    expect(() => store.load(offered)).toThrow();
    expect(store.check("acme", from)).toBe("refused");
    expect(store.fresh()).toBe(true);
  });

  it.each([
    {},
    null,
    { allow: [1] },
    { allow: ["192.0.2.0/24", "10.0.0.0/99"] },
    { allow: ["::ffff:0:0/95"] },
  ])("closes the tenant whose rules are %j, and no other", (rules) => {
    const store = createPolicyStore(() => 1_000_000);
    store.load(document(1, ["192.0.2.0/24"]));
    const tenants = { acme: rules, globex: { allow: ["192.0.2.0/24"] }, initech: { allow: ["10.0.0.0/8"] } };
    expect(store.load({ issuedAt: 2, notAfter: 2000, tenants })).toEqual(["acme"]);
    const verdicts = ["acme", "globex", "initech", "umbrella"].map((slug) => store.check(slug, from));
    expect(verdicts).toEqual(["unavailable", "allowed", "refused", "allowed"]);
    expect(store.load({ issuedAt: 3, notAfter: 2000, tenants })).toEqual([]);
    expect([store.check("acme", from), store.fresh()]).toEqual(["unavailable", true]);
    expect(store.load(document(4, ["192.0.2.0/24"]))).toEqual([]);
    expect(store.check("acme", from)).toBe("allowed");
  });

  it("knows nothing before and after its time", () => {
    let now = 2_000_000;
    const store = createPolicyStore(() => now);
    expect(store.check("acme", from)).toBe("unavailable");
    store.load(document(1, []));
    expect(store.check("globex", from)).toBe("allowed");
    now = 2_000_001;
    expect(store.check("globex", from)).toBe("unavailable");
  });
});
