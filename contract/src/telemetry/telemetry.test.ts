import { describe, expect, it } from "vitest";
import { createEnvironment } from "../environment/index.ts";
import { readTelemetry, type Telemetry, type ToldProduct, telemetryUnlessTold } from "./index.ts";

const mode = (telemetry: Telemetry) => ({ modelEndpoint: "region", secretStores: ["customer"], telemetry }) as const;
const product = (...modes: readonly [Telemetry, Telemetry]): ToldProduct => ({
  names: { telemetryVariable: "SAMPLE_TELEMETRY" },
  deployment: { modes: { saas: mode(modes[0]), invpc: mode(modes[1]) } },
});
const read = (value: string | undefined, of = product("on", "on")) => {
  const from = createEnvironment({ SAMPLE_TELEMETRY: value }, () => "");
  return { telemetry: readTelemetry(from, of), problems: from.problems };
};

describe("readTelemetry", () => {
  it.each(["on", "off"] as const)("is %s where the product's variable says so", (value) => {
    expect(read(value)).toEqual({ telemetry: value, problems: [] });
    expect(read(value, product("off", "off")).telemetry).toBe(value);
  });

  it.each(["false", "OFF", "0", "no", " off"])("refuses %j, which somebody may take for off", (value) => {
    expect(read(value)).toEqual({ telemetry: undefined, problems: ["SAMPLE_TELEMETRY must be on or off."] });
  });

  it.each([undefined, ""])("is as the profile has it for %j", (value) => {
    expect(read(value).telemetry).toBe("on");
    expect(read(value, product("off", "off")).telemetry).toBe("off");
  });
});

describe("telemetryUnlessTold", () => {
  it("is off where a mode has it off, for a process does not know its mode", () => {
    expect(telemetryUnlessTold(product("on", "off"))).toBe("off");
    expect(telemetryUnlessTold(product("off", "on"))).toBe("off");
  });
});
