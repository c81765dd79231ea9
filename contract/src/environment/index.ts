export { ConfigError, createEnvironment, type Environment, type Variables } from "./environment.ts";
