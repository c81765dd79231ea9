import type { Environment } from "../environment/index.ts";
import type { Product } from "../product/index.ts";

/** Whether a process may tell the vendor about itself. None does at present: this decides what one that did would have to heed. */
export type Telemetry = "on" | "off";

export interface ToldProduct {
  readonly names: Pick<Product["names"], "telemetryVariable">;
  readonly deployment: Pick<Product["deployment"], "modes">;
}

/**
 * What holds while the variable is not set: `on` where every mode that the product is sold in has it on. A process does not
 * know its mode, so where modes differ nothing is sent that nobody asked for.
 */
export const telemetryUnlessTold = ({ deployment }: Pick<ToldProduct, "deployment">): Telemetry =>
  Object.values(deployment.modes).every(({ telemetry }) => telemetry === "on") ? "on" : "off";

/** Reads the product's own switch, `names.telemetryVariable`; `undefined` when its value was refused. */
export const readTelemetry = (from: Environment, product: ToldProduct): Telemetry | undefined => {
  const name = product.names.telemetryVariable;
  const value = from.optional(name) ?? telemetryUnlessTold(product);
  return value === "on" || value === "off" ? value : from.refuse(name, "must be on or off.");
};
