import type { PinAnswer } from "@bailiwick/contract/pins";
import { expect, test, vi } from "vitest";
import { createTenants } from "./tenants.ts";

const row = {
  id: "1",
  slug: "acme",
  name: "Acme",
  plan: "small",
  database: "tenants",
  state: "active",
  moved_to: null,
};
const pinned: PinAnswer = { kind: "pinned", region: "here", state: "active", epoch: 1 };

const tenantsOver = (pin: PinAnswer | undefined, ...rows: object[]) => {
  const catalog = vi.fn(async () => rows);
  const directory = { peek: () => pin, lookup: vi.fn(async () => pin ?? pinned) };
  return { catalog, directory, tenants: createTenants({ region: "here", catalog: catalog as never, directory }) };
};

test.each<[string, PinAnswer, object | undefined, object]>([
  ["here", pinned, row, { kind: "here", frozen: false }],
  ["frozen by its pin", { ...pinned, state: "frozen" }, row, { kind: "here", frozen: true }],
  ["frozen by its row", pinned, { ...row, state: "frozen" }, { kind: "here", frozen: true }],
  ["pinned elsewhere", { ...pinned, region: "there" }, row, { kind: "elsewhere", region: "there" }],
  ["moved by its row", pinned, { ...row, state: "moved", moved_to: "there" }, { kind: "elsewhere", region: "there" }],
  ["suspended by its pin", { ...pinned, state: "suspended" }, row, { kind: "unknown" }],
  ["suspended by its row", pinned, { ...row, state: "suspended" }, { kind: "unknown" }],
  ["not ready", pinned, { ...row, state: "provisioning" }, { kind: "unknown" }],
  ["pinned without a row", pinned, undefined, { kind: "unknown" }],
  ["unknown", { kind: "unknown" }, row, { kind: "unknown" }],
  ["unavailable", { kind: "unavailable", reason: "expired" }, row, { kind: "unavailable" }],
])("%s", async (_, pin, found, expected) => {
  const { tenants } = tenantsOver(pin, ...(found === undefined ? [] : [found]));
  expect(await tenants.resolve("acme")).toMatchObject(expected);
});

test("many who ask at once cost one read; afterwards the answer is there at once", async () => {
  const { catalog, tenants } = tenantsOver(pinned, row);
  await Promise.all([tenants.resolve("acme"), tenants.resolve("acme"), tenants.resolve("acme")]);
  expect(catalog).toHaveBeenCalledTimes(1);
  expect(tenants.resolve("acme")).toMatchObject({ kind: "here", tenant: { slug: "acme" } });
  tenants.forget("acme");
  await tenants.resolve("acme");
  expect(catalog).toHaveBeenCalledTimes(2);
});

test("a tenant that is not there is asked for again: it may be there the next second", async () => {
  const { catalog, tenants } = tenantsOver(pinned);
  await tenants.resolve("acme");
  await tenants.resolve("acme");
  expect(catalog).toHaveBeenCalledTimes(2);
});

test("the pin decides before the catalog is asked, and a slug without a remembered pin is looked up", async () => {
  const elsewhere = tenantsOver({ ...pinned, region: "there" }, row);
  await elsewhere.tenants.resolve("acme");
  expect(elsewhere.catalog).not.toHaveBeenCalled();
  const fresh = tenantsOver(undefined, row);
  expect(await fresh.tenants.resolve("acme")).toMatchObject({ kind: "here" });
  expect(fresh.directory.lookup).toHaveBeenCalledTimes(1);
});
