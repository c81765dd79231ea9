import type { PinAnswer } from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testProduct } from "../../../test/api/product.ts";
import { createTestDatabases, type TestDatabases } from "../../../test/postgres.ts";
import { createKeyedDigest } from "../../platform/auth/keyed-digest.ts";
import { createSignUpService, repeatOf, type SignUpInput, SignUpRefused, settleRequest } from "./index.ts";

const product = testProduct();
const registry: Registry = {
  product: product.id,
  globalUrl: "https://sample.example",
  regions: ["north-1", "north-2", "south-1"].map((id) => ({
    id,
    jurisdiction: id.slice(0, 5),
    baseUrl: `https://${id}.sample.example`,
    pinKeys: ["a".repeat(43)],
  })),
};

const wanted = (changes: Partial<SignUpInput> = {}): SignUpInput => ({
  organisation: "Acme",
  slug: "acme",
  plan: "small",
  owner: { email: "ana@acme.test", name: "Ana", passwordHash: "$2b$12$one" },
  ...changes,
});

const settle = (changes: Partial<SignUpInput>, here = "north-1"): string => {
  try {
    return settleRequest(wanted(changes), { product, registry, here }).region;
  } catch (error) {
    if (!(error instanceof SignUpRefused)) throw error;
    return error.region === undefined ? error.reason : `${error.reason}: ${error.region}`;
  }
};

test.each([
  ["the region asked for, when it is this one", {}, "north-1", "north-1"],
  ["this region, where the plan allows it and none was asked for", { region: undefined }, "north-2", "north-2"],
  ["another region of the plan, to be asked there", { region: "north-2" }, "north-1", "other-region: north-2"],
  ["the plan's own region, when this one is not in the plan", { plan: "large" }, "north-1", "other-region: south-1"],
  ["no region outside of the plan", { region: "south-1" }, "north-1", "region-not-in-plan"],
  ["no region that does not exist", { region: "mars" }, "north-1", "region-not-in-plan"],
  ["no plan that does not exist", { plan: "free" }, "north-1", "unknown-plan"],
  ["no region's name as a slug", { slug: "south-1" }, "north-1", "slug-not-allowed"],
  ["not the product's name as a slug", { slug: product.id }, "north-1", "slug-not-allowed"],
  ["no name of the operator's as a slug", { slug: "status" }, "north-1", "slug-not-allowed"],
  ["no slug in another form", { slug: "-Acme" }, "north-1", "slug-not-allowed"],
])("a request gets %s", (_, changes, here, outcome) => {
  expect(settle(changes, here)).toBe(outcome);
});

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases();
});
afterAll(() => databases.drop());

const service = (pin: PinAnswer = { kind: "unknown" }) => {
  const directory = { lookup: () => Promise.resolve(pin) };
  return createSignUpService({ catalog: databases.connect().catalog, product, registry, region: "north-1", directory });
};

const keyedDigest = createKeyedDigest("secret");
const repeat = (slug: string, password: string) => {
  const { owner, ...rest } = wanted({ slug });
  const input = { ...rest, owner: { email: owner.email, name: owner.name } };
  return repeatOf({ route: "sign-up by a visitor", idempotencyKey: "key", input, password, keyedDigest });
};

test("one idempotency key is one sign-up, also at once, and also when the password was hashed anew", async () => {
  const one = service();
  const views = await Promise.all(
    [1, 2, 3, 4].map((n) =>
      one.requestSignUp(
        wanted({ slug: "once", owner: { email: "a@b.test", name: "A", passwordHash: `$2b$12$${n}` } }),
        { repeat: repeat("once", "the password") },
      ),
    ),
  );
  expect(new Set(views.map(({ id }) => id)).size).toBe(1);
  expect(views[0]).toMatchObject({ state: "pending", slug: "once", error: undefined });
  expect(views.filter(({ created }) => created)).toHaveLength(1);
  const others = [repeat("else", "the password"), repeat("once", "another password")];
  for (const other of others) {
    await expect(one.requestSignUp(wanted({ slug: "once" }), { repeat: other })).rejects.toMatchObject({
      reason: "idempotency-key-reused",
    });
  }
});

test("a slug that any region has published is refused at once", async () => {
  const pinned: PinAnswer = { kind: "pinned", region: "south-1", state: "active", epoch: 1 };
  await expect(service(pinned).requestSignUp(wanted())).rejects.toMatchObject({ reason: "slug-taken" });
});

test("a sign-up shows its state and never the request; an id that was not given out shows nothing", async () => {
  const { id } = await service().requestSignUp(wanted({ slug: "shown" }));
  const view = await service().showSignUp(id);
  expect(view).toMatchObject({ id, state: "pending", slug: "shown" });
  expect(JSON.stringify(view)).not.toMatch(/ana@|\$2b/);
  expect(await service().showSignUp("00000000-0000-7000-8000-000000000000")).toBeUndefined();
});
