/** What can be typed, without anything installed. Each verb has a `--help` of its own. */
export const overview = `Bailiwick: deploy and run a multi-tenant product as independent regional stamps.

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

This repository
  npm test                               every test; -- --project edge for one folder's
  npm run check                          format, lint, types, layout
  npm run bench                          the promises about speed
  npm run docs                           make docs/reference anew

All of them take -- --help. Exit status: 0 done, 1 error, 2 wrong use or configuration.
`;
