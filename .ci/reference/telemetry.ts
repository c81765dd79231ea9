import { pathToFileURL } from "node:url";
import { type ToldProduct, telemetryUnlessTold } from "../../contract/src/telemetry/index.ts";
import { root, trackedFiles } from "../tracked-files.ts";
import { code, table } from "./markdown.ts";

const about = `Each product has a variable of its own for this, \`names.telemetryVariable\` of its profile. Core API, worker and edge
read it: \`on\` or \`off\`, anything else is refused. At its start each of them logs what holds, and \`/health\` of the core API
shows it. **No process sends telemetry at present**: none has a place to send it to, whatever the variable says. It decides for what
may come, so that an answer that was once given stands. Unless set, it is as the modes of the profile have it, and off where they
differ. On AWS \`telemetry: false\` in the stack's file sets it to \`off\`.`;

interface Profile extends ToldProduct {
  readonly name: string;
}

/** The section on the switch of telemetry: a row for each profile of `examples/products`. */
export const telemetrySection = async (): Promise<string> => {
  const files = trackedFiles().filter((path) => /^examples\/products\/[^/]+\/index\.ts$/.test(path));
  const rows = await Promise.all(
    files.map(async (file) => {
      const { default: profile }: { default: Profile } = await import(pathToFileURL(`${root}/${file}`).href);
      return [profile.name, code(profile.names.telemetryVariable), code(telemetryUnlessTold(profile))];
    }),
  );
  return `## Telemetry\n\n${about}\n\n${table(["product", "variable", "unless set"], rows)}\n`;
};
