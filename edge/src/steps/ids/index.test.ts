import { expect, it } from "vitest";
import { factsWith, request } from "../../../test/support/steps.ts";
import { ids } from "./index.ts";

it("gives every request an id of its own, whatever the client calls it", () => {
  const [one, other] = [factsWith(), factsWith()];
  for (const facts of [one, other]) ids()(request({ headers: { "x-request-id": "mine" } }), facts);
  expect(one.requestId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(one.requestId).not.toBe(other.requestId);
});
