import { expect, test } from "vitest";
import { createDurations } from "./durations.ts";

test("every duration is counted in its bucket and in all above it", () => {
  const durations = createDurations({ name: "d", help: "Durations", bucketsSeconds: [0.01, 0.1] });
  for (const milliseconds of [1, 10, 11, 100, 5000]) durations.observe("GET /x", 200, milliseconds);
  durations.observe("GET /x", 404, 1);
  expect(durations.render().split("\n")).toEqual([
    "# HELP d Durations",
    "# TYPE d histogram",
    'd_bucket{le="0.01",route="GET /x",status="200"} 2',
    'd_bucket{le="0.1",route="GET /x",status="200"} 4',
    'd_bucket{le="+Inf",route="GET /x",status="200"} 5',
    'd_sum{route="GET /x",status="200"} 5.122',
    'd_count{route="GET /x",status="200"} 5',
    'd_bucket{le="0.01",route="GET /x",status="404"} 1',
    'd_bucket{le="0.1",route="GET /x",status="404"} 1',
    'd_bucket{le="+Inf",route="GET /x",status="404"} 1',
    'd_sum{route="GET /x",status="404"} 0.001',
    'd_count{route="GET /x",status="404"} 1',
    "",
  ]);
});
