export { readTelemetry, type Telemetry, type ToldProduct, telemetryUnlessTold } from "./telemetry.ts";
