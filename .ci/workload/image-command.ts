import { read } from "../tracked-files.ts";

const dockerfiles = { "core-api": "core-api/Dockerfile", edge: "edge/deploy/Dockerfile" } as const;

/**
 * The command line of a container: what its definition says, else what the Dockerfile of its image does. `undefined` for images
 * that are not ours.
 */
export const commandLineOf = (container: {
  readonly image: string;
  readonly command?: readonly string[] | undefined;
  readonly entryPoint?: readonly string[] | undefined;
}): readonly string[] | undefined => {
  const [, name] = /\/(core-api|edge)@/.exec(container.image) ?? [];
  if (name !== "core-api" && name !== "edge") return undefined;
  const text = read(dockerfiles[name]);
  return [...(container.entryPoint ?? list(text, "ENTRYPOINT")), ...(container.command ?? list(text, "CMD"))];
};

const list = (text: string, instruction: "ENTRYPOINT" | "CMD"): readonly string[] => {
  const [, found] = new RegExp(`^${instruction} (\\[.*\\])$`, "m").exec(text) ?? [];
  if (found === undefined) throw new RangeError(`the Dockerfile has no ${instruction}`);
  return JSON.parse(found);
};
