import { exampleTypes } from "../../infra/aws/example-types.ts";
import { permissionsPage } from "../../infra/aws/permissions-page.ts";
import { apiPage } from "./api.ts";
import { cliPage } from "./cli.ts";
import { configPage } from "./config.ts";
import { errorsPage } from "./errors.ts";
import { promisesPage } from "./promises.ts";
import { stackPage } from "./stack.ts";

/** The generated pages, by path from the root. */
export const referencePages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    ["docs/promises.md", promisesPage()],
    ["docs/reference/api.md", await apiPage()],
    ["docs/reference/cli.md", cliPage()],
    ["docs/reference/config.md", await configPage()],
    ["docs/reference/errors.md", errorsPage()],
    ["docs/reference/permissions-aws.md", permissionsPage({ types: exampleTypes() })],
    ["docs/reference/stack.md", stackPage()],
  ]);
