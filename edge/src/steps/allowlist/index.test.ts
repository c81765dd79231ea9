import { describe, expect, it } from "vitest";
import { address, factsWith, refusal, request } from "../../../test/support/steps.ts";
import { createPolicyStore } from "../../policies/store.ts";
import { allowlist } from "./index.ts";

const storeWith = (allow: readonly string[] | undefined, notAfter = 2000) => {
  const store = createPolicyStore(() => 1_000_000);
  store.load({ issuedAt: 900, notAfter, tenants: allow === undefined ? {} : { acme: { allow } } });
  return store;
};

describe("allowlist", () => {
  it.each([
    [["192.0.2.0/24"], "192.0.2.1"],
    [["2001:db8::/32"], "2001:db8::1"],
    [undefined, "203.0.113.1"],
  ])("with %j lets %s in", (allow, from) => {
    const step = allowlist(storeWith(allow));
    expect(step(request(), factsWith({ address: address(from) }))).toEqual({ kind: "continue" });
  });

  it.each([
    [["192.0.2.0/24"], "192.0.3.1"],
    [["192.0.2.0/24"], "2001:db8::1"],
    [["2001:db8::/32"], "2001:db9::1"],
    [[], "192.0.2.1"],
  ])("with %j keeps %s out", async (allow, from) => {
    const step = allowlist(storeWith(allow));
    const { status, problem } = await refusal(step(request(), factsWith({ address: address(from) })));
    expect(status).toBe(403);
    expect(problem).toMatchObject({ type: "urn:bailiwick:problem:address-not-allowed" });
    expect(JSON.stringify(problem)).not.toContain(from);
  });

  it("lets nobody in while the rules are unknown or have expired", async () => {
    for (const store of [createPolicyStore(), storeWith(undefined, 999)]) {
      const { status, headers } = await refusal(allowlist(store)(request(), factsWith()));
      expect(status).toBe(503);
      expect(headers["retry-after"]).toBe("5");
    }
  });

  it("does not concern routes without a tenant", () => {
    expect(allowlist(createPolicyStore())(request(), factsWith({ tenant: "-" }))).toEqual({ kind: "continue" });
  });
});
