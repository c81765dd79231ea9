import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

// Variables stay from one block to the next, as they do in a reader's terminal; the first failure ends a block.
const script = (text) => `
source "$DOCS_VARIABLES" 2>/dev/null || true
set -euo pipefail
${text}
declare -p >"$DOCS_VARIABLES"
`;

/** A terminal of one page: `run(text)` runs the lines of a block in it, shows what they say and answers it. */
export const openTerminal = () => {
  const folder = mkdtempSync(join(tmpdir(), "bailiwick-docs-"));
  const env = { ...process.env, DOCS_VARIABLES: join(folder, "variables"), CURL_HOME: here };
  const close = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", close);
  return {
    close,
    run: (text) =>
      new Promise((resolve) => {
        const child = spawn("bash", ["-c", script(text)], { stdio: ["ignore", "pipe", "pipe"], env });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
          stream.setEncoding("utf8").on("data", (chunk) => {
            output += chunk;
            process.stdout.write(chunk);
          });
        }
        child.once("close", (status) => resolve({ status, output }));
      }),
  };
};
