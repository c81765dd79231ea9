import * as z from "zod";
import type { Settings } from "../cli/workspace.ts";

const stampSchema = z.looseObject({
  accountId: z.string().optional(),
  region: z.string().optional(),
  nameSalt: z.string().default("a1"),
  images: z.record(z.string(), z.string()).optional(),
  network: z.looseObject({ create: z.looseObject({ cidr: z.string() }).optional() }).optional(),
});

/** The stamp's settings in a stack file's `config`. */
export const stampOf = (config: Settings) => stampSchema.parse(config["bailiwick:stamp"] ?? {});

type Edit = (config: Settings) => void;

const set =
  (changes: (stamp: z.output<typeof stampSchema>) => Settings): Edit =>
  (config) => {
    const stamp = stampOf(config);
    config["bailiwick:stamp"] = { ...stamp, ...changes(stamp) };
  };

/** Another digest of the same length for each image. */
const digestChanged = (image: string): string => {
  const [name = "", digest = ""] = image.split("@sha256:");
  return `${name}@sha256:${digest.replace(/./g, (digit) => (digit === "f" ? "0" : "f"))}`;
};

/** A release: nothing but the images' digests. */
export const newDigests: Edit = set(({ images = {} }) => ({
  images: Object.fromEntries(Object.entries(images).map(([name, image]) => [name, digestChanged(image)])),
}));

/** A creation-only fact: the range of a network that is made, else the salt of the names. */
export const frozenFactChanged: Edit = set(({ network, nameSalt }) =>
  network?.create === undefined
    ? { nameSalt: `${nameSalt}z` }
    : {
        network: {
          create: {
            ...network.create,
            cidr: network.create.cidr === "10.250.0.0/16" ? "10.251.0.0/16" : "10.250.0.0/16",
          },
        },
      },
);

/** Another account than the one whose credentials there are. */
export const anotherAccount: Edit = set(() => ({ accountId: "999999999999" }));

export const decommissioning: Edit = set(() => ({ lifecycle: "decommissioning" }));

/** What outlived the stamp keeps its names: the next one needs a salt of its own. */
export const madeAnew: Edit = set(() => ({ nameSalt: "again" }));
