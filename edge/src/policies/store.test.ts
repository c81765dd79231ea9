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
    { issuedAt: 1, notAfter: 2, tenants: { acme: {} } },
    { issuedAt: 1, notAfter: 2, tenants: { acme: { allow: [1] } } },
    { issuedAt: 1, notAfter: 2, tenants: { acme: null } },
    { issuedAt: 1, notAfter: 2, tenants: { acme: { allow: ["10.0.0.0/99"] } } },
  ])("keeps what it holds when it is offered %j", (offered) => {
    const store = createPolicyStore(() => 1_000_000);
    store.load(document(1, ["10.0.0.0/8"]));
    expect(() => store.load(offered)).toThrow();
    expect(store.check("acme", from)).toBe("refused");
    expect(store.fresh()).toBe(true);
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
