import fc from "fast-check";
import { expect, test } from "vitest";
import { OrgUnset } from "./errors.ts";
import { isUuid, requireScope, setScope } from "./scope.ts";

test("every uuid is one", () => {
  fc.assert(fc.property(fc.uuid(), (id) => isUuid(id) && isUuid(id.toUpperCase())));
});

test("nothing that passes can say more in SQL than its two values", () => {
  const text = fc.oneof(
    fc.string(),
    fc.uuid(),
    fc.tuple(fc.uuid(), fc.string()).map(([a, b]) => a + b),
  );
  fc.assert(
    fc.property(text, fc.option(text, { nil: undefined }), text, (orgId, userId, database) => {
      const scope = { orgId, userId, database };
      try {
        requireScope(scope);
      } catch (error) {
        return error instanceof OrgUnset;
      }
      return /^set local app\.current_org_id = '[0-9a-fA-F-]{36}'; set local app\.current_user_id = '[0-9a-fA-F-]{0,36}'$/.test(
        setScope(scope),
      );
    }),
    { numRuns: 1000 },
  );
});

test("what is not even a string is refused", () => {
  for (const orgId of [undefined, null, 7, {}, ["0199a0b0-0000-7000-8000-00000000000a"]]) {
    expect(() => requireScope({ orgId: orgId as unknown as string, database: "tenants" })).toThrow(OrgUnset);
  }
});
