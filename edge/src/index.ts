export { type EdgeConfig, EdgeConfigError, parseEdgeConfig } from "./config.ts";
