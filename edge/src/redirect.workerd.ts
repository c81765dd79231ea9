import { env } from "cloudflare:workers";
import { parseRegistry } from "@bailiwick/contract/region";
import { redirectToHttps } from "./redirect.ts";

const bound: Readonly<Record<string, unknown>> = { ...env };
const redirect = redirectToHttps(parseRegistry(bound.REGISTRY));

export default { fetch: (request: Request) => redirect(request) };
