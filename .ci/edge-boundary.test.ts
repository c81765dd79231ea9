import { expect, test } from "vitest";
import { edgeBreaches } from "./edge-boundary.ts";
import { read, trackedFiles } from "./tracked-files.ts";

test("the edge has one way out and one place for what differs between platforms", () => {
  const sources = trackedFiles()
    .filter((path) => path.startsWith("edge/src/"))
    .map((path) => ({ path, text: read(path) }));
  expect(sources.length).toBeGreaterThan(30);
  expect(edgeBreaches(sources)).toEqual([]);
});

test.each([
  ["edge/src/steps/pin/index.ts", "const answer = await fetch(url);"],
  ["edge/src/steps/quota/index.ts", "return env.LIMITER.fetch(request);"],
  ["edge/src/steps/ops/index.ts", 'import { connect } from "cloudflare:sockets";'],
  ["edge/src/log.ts", 'import { env } from "cloudflare:workers";'],
  ["edge/src/steps/flood/index.ts", "const country = request.cf?.country;"],
  ["edge/src/steps/flood/index.ts", "const { cf, headers } = request;"],
  ["edge/src/net/forwarded.ts", 'headers.get("CF-Connecting-IP")'],
  ["edge/src/policies/store.ts", "await caches.default.match(request);"],
  ["edge/src/run.ts", 'import { workerdPlatform } from "./platform/workerd.ts";'],
])("%s must not hold: %s", (path, text) => {
  expect(edgeBreaches([{ path, text }]).length).toBeGreaterThan(0);
});

test.each([
  ["edge/src/steps/forward/index.ts", "const response = await origin.fetch(request);"],
  ["edge/src/platform/workerd.ts", "const { cf, headers } = request;"],
  ["edge/src/regional.workerd.ts", 'import { env } from "cloudflare:workers";'],
  ["edge/src/steps/pin/pin.test.ts", "await fetch(url);"],
  [
    "edge/src/steps/pin/index.ts",
    "// never calls fetch(url)\nimport type { Platform } from '../../platform/index.ts';",
  ],
  ["edge/src/steps/pin/index.ts", "interface Way { prefetch(path: string): void }"],
])("%s may hold: %s", (path, text) => {
  expect(edgeBreaches([{ path, text }])).toEqual([]);
});
