import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createNames, type NameKind, nameKinds } from "./names.ts";

/** What each service accepts, written down apart from the module: maximum length and form. */
const accepted: Readonly<Record<NameKind, RegExp>> = {
  alarm: /^[\x20-\x7e]{1,255}$/,
  backupPlan: /^[a-zA-Z0-9\-_.]{1,50}$/,
  backupVault: /^[a-zA-Z0-9\-_]{2,50}$/,
  bucket: /^(?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  budget: /^[^:\\]{1,100}$/,
  cluster: /^[a-zA-Z0-9\-_]{1,255}$/,
  dashboard: /^[A-Za-z0-9\-_]{1,255}$/,
  databaseCluster: /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/,
  databaseInstance: /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/,
  finalSnapshot: /^[a-z](?!.*--)[a-z0-9-]{0,253}[a-z0-9]$/,
  keyAlias: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/,
  loadBalancer: /^(?!internal-)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
  logGroup: /^[.\-_/#A-Za-z0-9]{1,512}$/,
  parameterGroup: /^[a-z](?!.*--)[a-z0-9-]{0,253}[a-z0-9]$/,
  policy: /^[\w+=,.@-]{1,128}$/,
  role: /^[\w+=,.@-]{1,64}$/,
  rule: /^[.\-_A-Za-z0-9]{1,64}$/,
  schedule: /^[.\-_A-Za-z0-9]{1,64}$/,
  secret: /^(?!.*-[A-Za-z0-9]{6}$)[A-Za-z0-9/_+=.@-]{1,512}$/,
  securityGroup: /^(?!sg-)[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/,
  service: /^[a-zA-Z0-9\-_]{1,255}$/,
  subnetGroup: /^[a-z0-9 ._-]{1,255}$/,
  targetGroup: /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/,
  taskFamily: /^[a-zA-Z0-9\-_]{1,255}$/,
  topic: /^[A-Za-z0-9\-_]{1,256}$/,
  trail: /^[a-zA-Z0-9][a-zA-Z0-9._-]{1,126}[a-zA-Z0-9]$/,
};

const label = (min: number, max: number) =>
  fc
    .stringMatching(/^[a-z][a-z0-9-]{0,40}[a-z0-9]$/)
    .filter((text) => text.length >= min && text.length <= max && !text.includes("--"));
const stack = fc.record({
  mode: fc.constantFrom("saas" as const, "invpc" as const),
  region: fc.constantFrom("us-east-1", "eu-central-1", "ap-southeast-2"),
  name: label(2, 32),
});
const options = fc.record({
  stack,
  accountId: fc.stringMatching(/^\d{12}$/),
  salt: fc.stringMatching(/^[a-z0-9]{2,8}$/),
});
const part = fc.stringMatching(/^[a-z0-9]{1,12}(-[a-z0-9]{1,12}){0,5}$/);
const kind = fc.constantFrom(...nameKinds);

describe("names", () => {
  it("are accepted by the service", () => {
    fc.assert(
      fc.property(options, kind, part, (given, what, of) => {
        const name = createNames(given).of(what, of);
        // Secrets Manager itself appends six characters; a name that ends alike confuses partial ARNs.
        if (what === "secret" && /-[A-Za-z0-9]{6}$/.test(name)) return;
        expect(name).toMatch(accepted[what]);
      }),
      { numRuns: 2000 },
    );
  });

  it("differ wherever two resources could meet", () => {
    fc.assert(
      fc.property(options, kind, part, part, (given, what, one, other) => {
        fc.pre(one !== other);
        expect(createNames(given).of(what, one)).not.toBe(createNames(given).of(what, other));
      }),
      { numRuns: 2000 },
    );
  });

  it("of buckets differ between accounts, salts and regions, of roles between regions", () => {
    fc.assert(
      fc.property(options, options, part, (one, other, of) => {
        const alike = JSON.stringify(one) === JSON.stringify(other);
        fc.pre(!alike);
        expect(createNames(one).of("bucket", of)).not.toBe(createNames(other).of("bucket", of));
        if (one.stack.region !== other.stack.region && one.stack.name === other.stack.name) {
          expect(createNames(one).of("role", of)).not.toBe(createNames(other).of("role", of));
        }
      }),
    );
  });

  it.each(["", "Upper", "under_score", "-first", "last-", "two--hyphens", "a b"])("refuses the part %j", (of) => {
    const names = createNames({
      stack: { mode: "saas", region: "us-east-1", name: "flow" },
      accountId: "1".repeat(12),
      salt: "a1",
    });
    expect(() => names.of("bucket", of)).toThrow(RangeError);
  });

  it("keeps what fits readable", () => {
    const names = createNames({
      stack: { mode: "saas", region: "us-east-1", name: "flow" },
      accountId: "1".repeat(12),
      salt: "a1",
    });
    expect(names.of("cluster", "tasks")).toBe("flow-tasks");
    expect(names.of("role", "api")).toBe("flow-us-east-1-api");
    expect(names.of("bucket", "audit")).toMatch(/^flow-us-east-1-audit-[0-9a-f]{10}$/);
  });
});
