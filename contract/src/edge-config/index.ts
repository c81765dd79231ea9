export { type EdgeConfig, type EdgeLimitClass, edgeLimitClasses } from "./edge-config.ts";
export { type EdgeConfigOverrides, type EdgeProduct, edgeConfigFor } from "./edge-config-for.ts";
