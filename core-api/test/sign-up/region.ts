import { createPinDirectory, type PinDirectory } from "@bailiwick/contract/pins";
import type { Product } from "@bailiwick/contract/product";
import type { Registry } from "@bailiwick/contract/region";
import type { SignUpTools } from "../../src/modules/sign-up/index.ts";
import { connectDatabase, connectPlatform } from "../../src/platform/db/index.ts";
import { secretboxKeyService } from "../../src/platform/keys/index.ts";
import { createPinAgreement, createPinPublisher, pinBlobName } from "../../src/platform/pins/index.ts";
import { fileBlobs } from "./file-blobs.ts";

/** All that another process needs to be the worker of the same region. */
export interface RegionFacts {
  readonly url: string;
  readonly appPassword: string;
  readonly adminPassword: string;
  readonly migratorPassword: string;
  readonly blobFolder: string;
  readonly privateKey: string;
  readonly registry: Registry;
  readonly encryptionKey: string;
  readonly pepper: string;
}

export const here = "north-1";

/** Two plans are enough: one for each placement. */
const product = {
  ownerRole: "owner",
  plans: { team: { placement: "shared" }, enterprise: { placement: "dedicated" } },
} as unknown as Product;

export interface TestRegion {
  readonly tools: SignUpTools;
  readonly directory: PinDirectory;
  /** Takes the region's newest map into the directory. */
  readMap(): Promise<void>;
  close(): Promise<void>;
}

export const openRegion = async (facts: RegionFacts): Promise<TestRegion> => {
  const platform = connectPlatform({ url: facts.url, password: facts.adminPassword });
  const database = connectDatabase({ url: facts.url, password: facts.appPassword });
  const blobs = fileBlobs(facts.blobFolder);
  const pepper = new Uint8Array(Buffer.from(facts.pepper, "base64"));
  const directory = createPinDirectory({ registry: facts.registry, pepper });
  const { catalog } = platform;
  const { registry, privateKey } = facts;
  const publishPins = createPinPublisher({ region: here, registry, pepper, privateKey, catalog, blobs });
  const readMap = async (): Promise<void> => {
    const found = await blobs.get(pinBlobName(here));
    if (found !== undefined && found !== "unchanged") await directory.offer(here, found.bytes);
  };
  await readMap();
  const tools: SignUpTools = {
    product,
    catalog,
    database,
    migrator: { url: facts.url, password: facts.migratorPassword },
    keyService: secretboxKeyService([new Uint8Array(Buffer.from(facts.encryptionKey, "base64"))]),
    directory,
    publishPins,
    agreement: createPinAgreement({ directory, registry, region: here }),
  };
  const close = async (): Promise<void> => {
    await Promise.all([platform.close(), database.close()]);
  };
  return { tools, directory, readMap, close };
};
