import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const module = fileURLToPath(new URL("lost-types-query.ts", import.meta.url));

/** How a process ends that leaves a rejection with these members to nobody. */
const ending = async (members: object): Promise<string> => {
  const program = `
    import { outliveLostTypesQuery } from ${JSON.stringify(module)};
    outliveLostTypesQuery();
    outliveLostTypesQuery();
    Promise.reject(Object.assign(new Error("lost"), ${JSON.stringify(members)}));
    setTimeout(() => console.log("lives"), 50);`;
  const args = ["--input-type=module-typescript", "--eval", program];
  return promisify(execFile)(process.execPath, args).then(
    ({ stdout }) => stdout.trim(),
    ({ code }: { code: number }) => `ends with ${code}`,
  );
};

const query = "select b.oid, b.typarray from pg_catalog.pg_type a";

test.each([
  ["the driver's own query, lost", { code: "CONNECTION_CLOSED", query }, "lives"],
  ["another query, lost", { code: "CONNECTION_CLOSED", query: "select 1" }, "ends with 1"],
  ["the driver's own query, refused", { code: "42501", query }, "ends with 1"],
  ["anything else", {}, "ends with 1"],
])("%s", async (_, members, how) => {
  expect(await ending(members)).toBe(how);
});
