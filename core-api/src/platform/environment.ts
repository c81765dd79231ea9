import { readFileSync } from "node:fs";
import { createEnvironment as create, type Environment, type Variables } from "@bailiwick/contract/environment";

export { ConfigError, type Environment, type Variables } from "@bailiwick/contract/environment";

/** An environment over `variables`, with secrets from files where those say so. */
export const createEnvironment = (variables: Variables): Environment =>
  create(variables, (path) => readFileSync(path, "utf8"));
