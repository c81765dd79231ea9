import * as z from "zod";
import { artifacts } from "./artifacts.ts";
import { audit } from "./audit.ts";
import { backups } from "./backups.ts";
import { credentials } from "./credentials.ts";
import { deployment } from "./deployment.ts";
import { disclosure, evidence } from "./evidence.ts";
import { breakers, entityPermissions, governance } from "./governance.ts";
import { productDomain, productId, productName } from "./identity.ts";
import { keys } from "./keys.ts";
import { licensing } from "./licensing.ts";
import { bodies, limits } from "./limits.ts";
import { names } from "./names.ts";
import { pii } from "./pii.ts";
import { plans } from "./plans.ts";
import { incidents, privacy } from "./privacy.ts";
import { regions } from "./regions.ts";
import { communityEdition, selfRegistration } from "./registration.ts";
import { residency, transfers } from "./residency.ts";
import { retention } from "./retention.ts";
import { roles } from "./roles.ts";
import { mfa, passwords, sessions } from "./sign-in.ts";
import { network, transport } from "./transport.ts";

/** The whole profile. Each section is checked on its own, then `rules/` check them against each other. */
export const productSchema = z.strictObject({
  id: productId,
  name: productName,
  domain: productDomain,
  names,
  residency,
  regions,
  transfers,
  backups,
  deployment,
  plans,
  /** Plan of a sign-up that names none. */
  defaultPlan: z.string(),
  roles,
  /** Role of the person who signs an organisation up. */
  ownerRole: z.string(),
  /** Role of a user that a directory provisions, until promoted. */
  leastRole: z.string(),
  /** Role of the directory's own identity. Absent: no directory provisioning. */
  provisioningRole: z.string().optional(),
  /** Role of the people who run the platform. Absent: there is none. */
  platformAdminRole: z.string().optional(),
  entityPermissions,
  passwords,
  sessions,
  mfa,
  credentials,
  selfRegistration,
  communityEdition,
  licensing,
  transport,
  network,
  limits,
  bodies,
  breakers,
  keys,
  artifacts,
  audit,
  retention,
  privacy,
  incidents,
  pii,
  governance,
  evidence,
  disclosure,
});

/** What a profile's author writes. */
export type ProductInput = Immutable<z.input<typeof productSchema>>;

/** A checked profile: every value the platform takes from the product, frozen through and through. */
export type Product = Immutable<z.output<typeof productSchema>>;

export type ProductSection = keyof Product;

type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;
