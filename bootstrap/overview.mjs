import { readFileSync } from "node:fs";
import { join } from "node:path";
import { projectNames } from "./projects.mjs";

/** What can be typed, without anything installed. Each verb has a `--help` of its own. */
export const overview = (root) => `Bailiwick: deploy and run a multi-tenant product as independent regional stamps.

Local platform: two regions of a product on this machine
  npm start                              start it; -- --product flow8 for another product
  npm run status                         what runs and where; -- --show-secrets for the passwords
  npm run logs -- core-api -f            the logs of services
  npm run down                           stop it, keep its data
  npm run reset -- --yes                 stop it, remove its data
  npm run doctor                         look for what could be in the way

A region, here or deployed
  npm run bailiwick -- tenant list       also tenant show, tenant create
  npm run bailiwick -- migrate           create and migrate a region's databases
  npm run region:check -- <url>          check what a region promises, from a client's side

A region in a cloud: examples/stacks has a file for each kind, docs/install says how
  npm run graph -- <stack>               its resources, without a cloud
  npm run engine -- <stack>              its whole life under the real Pulumi engine, without a cloud
  npm run preflight -- <stack>           what would stop its first pulumi up
  npm run pulumi -- up --stack <stack>   pulumi itself, with the Node that the program needs
  npm run build-workers                  the edge as Workers for Cloudflare, with their SHA-256

This repository
  npm test                               every test; -- --project edge for one project's:
${projectLines(root)}
  npm run check                          format, lint, types, layout
  npm run bench                          the promises about speed
  npm run docs                           make the generated pages and stacks anew

All of them take -- --help; npm run bailiwick -- --version says which version this is.
Exit status: 0 done, 1 error, 2 wrong use or configuration, 3 not authenticated, 7 a bound not kept, 8 stopped or not
confirmed, 9 timed out.
`;

/** `bailiwick 0.1.0` */
export const version = (root) => {
  const { name, version: number } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return `${name} ${number}\n`;
};

const projectLines = (root) => `${" ".repeat(41)}${projectNames(root).join(", ")}`;

/** Help of the verbs that are no program of their own. */
export const ownHelp = {
  "build-workers":
    "Usage: npm run build-workers\n\nWrites the Workers to edge/dist, and prints path and SHA-256 of each. Takes no options.\n",
  check: "Usage: npm run check\n\nFormat, lint, types and layout of the repository. Takes no options.\n",
  docs: "Usage: npm run docs\n\nWrites the generated pages and stacks anew, and names each. Takes no options.\n",
};
