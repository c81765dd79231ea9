import * as z from "zod";
import type { Settings } from "../cli/workspace.ts";

const workerSchema = z.looseObject({ sha256: z.string() });
const stampSchema = z.looseObject({
  accountId: z.string().optional(),
  region: z.string().optional(),
  nameSalt: z.string().optional(),
  images: z.record(z.string(), z.string()).optional(),
  /** The edge on Cloudflare: of a region, or of the host that belongs to none. */
  edge: z.looseObject({ worker: workerSchema.optional() }).optional(),
  worker: workerSchema.optional(),
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

/** Another digest of the same length. */
const another = (digest: string): string => digest.replace(/./g, (digit) => (digit === "f" ? "0" : "f"));

const anotherImage = (image: string): string => {
  const [name = "", digest = ""] = image.split("@sha256:");
  return `${name}@sha256:${another(digest)}`;
};

const anotherWorker = (before: z.output<typeof workerSchema>) => ({ ...before, sha256: another(before.sha256) });

/** A release: nothing but the digests of the images, and of the Worker where there is one. */
export const newDigests: Edit = set(({ images, edge, worker }) => ({
  ...(images && {
    images: Object.fromEntries(Object.entries(images).map(([name, image]) => [name, anotherImage(image)])),
  }),
  ...(edge?.worker && { edge: { ...edge, worker: anotherWorker(edge.worker) } }),
  ...(worker && { worker: anotherWorker(worker) }),
}));

/** A creation-only fact: the range of a network that is made, else the salt of the names. */
export const frozenFactChanged: Edit = set(({ network, nameSalt = "a1" }) =>
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
export const madeAnew: Edit = set(({ images }) => (images === undefined ? {} : { nameSalt: "again" }));
