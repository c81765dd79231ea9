import { Command } from "commander";
import { registerMigrate } from "./migrate.ts";
import { registerRegion } from "./region.ts";
import { registerTenant } from "./tenant.ts";

/** The command line without its local verbs, which belong to the embedded platform. */
export const createProgram = (): Command => {
  const program = new Command("bailiwick")
    .description("Run a multi-tenant product as independent regional stamps.")
    .showSuggestionAfterError()
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText(
      "after",
      `
Local platform: npm start · npm run status · npm run logs · npm run reset

Exit codes: 0 done, 1 error, 2 wrong use or configuration, 3 not authenticated,
8 stopped or not confirmed, 9 timed out.`,
    );
  registerMigrate(program);
  registerRegion(program);
  registerTenant(program);
  return program;
};
