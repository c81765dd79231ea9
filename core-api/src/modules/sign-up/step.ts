import type { PinDirectory } from "@bailiwick/contract/pins";
import type { Product } from "@bailiwick/contract/product";
import type { Database, MigratorOptions, Sql } from "../../platform/db/index.ts";
import type { KeyService } from "../../platform/keys/index.ts";
import type { PinAgreement, PublishPins } from "../../platform/pins/index.ts";
import type { SignUpRequest } from "./request.ts";

/** What the steps work with. */
export interface SignUpTools {
  readonly product: Product;
  /** The catalog, as role platform admin. */
  readonly catalog: Sql;
  /** Tenant databases, as role app: even provisioning sees one organisation only. */
  readonly database: Pick<Database, "withOrg">;
  readonly migrator: MigratorOptions;
  readonly keyService: KeyService;
  readonly directory: Pick<PinDirectory, "lookup" | "claims">;
  readonly publishPins: PublishPins;
  readonly agreement: PinAgreement;
}

export interface SignUpJob {
  /** Id of the sign-up, which becomes the id of the organisation: a step done twice makes nothing twice. */
  readonly id: string;
  readonly request: SignUpRequest;
}

/** One idempotent piece of a sign-up: done again, with the same job, it changes nothing. */
export interface SignUpStep {
  readonly name: string;
  run(tools: SignUpTools, job: SignUpJob): Promise<void>;
}
