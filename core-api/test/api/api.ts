import { randomBytes } from "node:crypto";
import {
  buildPinMap,
  createPinDirectory,
  exportPinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  type PinRecord,
  signPinMap,
} from "@bailiwick/contract/pins";
import type { Product } from "@bailiwick/contract/product";
import { type Registry, regionById } from "@bailiwick/contract/region";
import { hash } from "@node-rs/bcrypt";
import { type ApiServer, createServer } from "../../src/create-server.ts";
import { createReadiness } from "../../src/modules/health/readiness.ts";
import { apiModules } from "../../src/modules/index.ts";
import { createPlatform } from "../../src/platform/create-platform.ts";
import type { ApiModule } from "../../src/platform/http/app.ts";
import { listen } from "../../src/platform/http/listen.ts";
import { createTenantKeys, newTenantKey, secretboxKeyService } from "../../src/platform/keys/index.ts";
import { createLog } from "../../src/platform/log.ts";
import type { Platform } from "../../src/platform/platform.ts";
import { createTestDatabases, type TestDatabases } from "../postgres.ts";
import { createEdgeClient, type EdgeClient, type EdgeSecret } from "./edge-client.ts";
import { testProduct } from "./product.ts";

export const here = "north-1";
export const elsewhere = "south-1";
export const adminKey = "an-administrator-key-of-the-tests-0000";

export interface TestUser {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

export interface TestTenant {
  readonly id: string;
  readonly slug: string;
  readonly owner: TestUser;
  /** Adds a user with these roles. */
  addUser(name: string, roles: readonly string[]): Promise<TestUser>;
  /** Signs in and returns the token. */
  signIn(user?: TestUser): Promise<string>;
}

export interface TestApi extends EdgeClient {
  readonly product: Product;
  readonly registry: Registry;
  readonly databases: TestDatabases;
  readonly platform: Platform;
  readonly server: ApiServer;
  readonly port: number;
  readonly edgeKeys: readonly [EdgeSecret, EdgeSecret];
  /** Every record that was logged. */
  readonly logged: string[];
  /** Creates a tenant in this region, pinned and active, with an owner. */
  addTenant(slug: string): Promise<TestTenant>;
  /** Publishes a new map of a region: its records, in place of those before. */
  publish(region: string, records: readonly PinRecord[]): Promise<void>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  readonly product?: Product;
  /** Beside the API's own. */
  readonly modules?: readonly ApiModule[];
  /** @default two regions with empty maps */
  readonly withoutPins?: boolean;
}

/** Cheap hashes: their cost is stored with them, and what is tested here is not bcrypt. */
const cheap = { cost: 4 };

/** The core API of one region on a real port, over databases of its own. */
export const startTestApi = async (options: TestApiOptions = {}): Promise<TestApi> => {
  const product = options.product ?? testProduct();
  const databases = await createTestDatabases();
  const pairs = { [here]: await generatePinKeyPair(), [elsewhere]: await generatePinKeyPair() };
  const registry: Registry = {
    product: product.id,
    globalUrl: "https://sample.example",
    regions: Object.entries(pairs).map(([id, { publicKey }]) => ({
      id,
      jurisdiction: id.slice(0, 5),
      baseUrl: `https://${id}.sample.example`,
      pinKeys: [publicKey],
    })),
  };
  const region = regionById(registry, here);
  if (region === undefined) throw new Error("the registry has no region");

  const pepper = new Uint8Array(randomBytes(32));
  const directory = createPinDirectory({ registry, pepper });
  const own: PinRecord[] = [];
  let epoch = 0;
  const publish = async (id: string, records: readonly PinRecord[]): Promise<void> => {
    const privateKey = pairs[id as typeof here]?.privateKey ?? "";
    const issuedAt = Math.floor(Date.now() / 1000);
    const regions = registry.regions.map((one) => one.id);
    epoch += 1;
    const body = await buildPinMap(
      { region: id, regions, epoch, issuedAt, notAfter: issuedAt + 3600, records },
      pepper,
    );
    const signed = await signPinMap(body, await importPinPrivateKey(privateKey), await exportPinPublicKey(privateKey));
    const offer = await directory.offer(id, signed);
    if (!offer.accepted) throw new Error(offer.detail);
  };
  if (options.withoutPins !== true) for (const id of Object.keys(pairs)) await publish(id, []);

  const logged: string[] = [];
  const log = createLog({ level: "debug", service: "test", destination: { write: (line) => void logged.push(line) } });
  const database = databases.connect();
  const { catalog } = databases.platform();
  const keyService = secretboxKeyService([new Uint8Array(randomBytes(32))]);
  const keys = createTenantKeys({ catalog: database.catalog, keyService });
  const platform = createPlatform({ product, registry, region, adminKey, database, directory, keys, log });
  const edgeKeys = ["k1", "k2"].map((id) => ({ id, secret: new Uint8Array(randomBytes(32)) })) as [
    EdgeSecret,
    EdgeSecret,
  ];
  const ready = createReadiness({ checks: { database: () => database.catalog`select 1` }, rememberMilliseconds: 0 });
  const modules = [...apiModules(platform, ready), ...(options.modules ?? [])];
  // Long ago: a server refuses signatures of the second it started in.
  const server = createServer({ platform, modules, edgeKeys, startedAt: 0 });
  const port = await listen(server.server, "127.0.0.1", 0);
  const client = createEdgeClient({
    port: () => port,
    region: here,
    baseHost: `${here}.sample.example`,
    key: edgeKeys[0],
  });

  const addUser = async (orgId: string, email: string, name: string, roles: readonly string[]): Promise<TestUser> => {
    const password = `password of ${name}`;
    const passwordHash = await hash(password, cheap);
    const id = await database.withOrg({ orgId, database: databases.tenants }, async (tx) => {
      const [user] = await tx<{ id: string }[]>`
        insert into tenant.app_user (org_id, email, name, password_hash)
        values (${orgId}, ${email}, ${name}, ${passwordHash}) returning id`;
      const userId = user?.id ?? "";
      for (const role of roles) {
        await tx`insert into tenant.user_roles (org_id, user_id, role) values (${orgId}, ${userId}, ${role})`;
      }
      return userId;
    });
    return { id, email, password };
  };

  return {
    ...client,
    product,
    registry,
    databases,
    platform,
    server,
    port,
    edgeKeys,
    logged,
    publish,
    async addTenant(slug) {
      const [org] = await catalog<{ id: string }[]>`
        insert into catalog.org (slug, name, plan, region, database_id, state)
        select ${slug}, ${`Name of ${slug}`}, ${product.defaultPlan}, ${here}, d.id, 'active'
          from catalog.tenant_database d where d.name = ${databases.tenants} returning id`;
      const id = org?.id ?? "";
      const { version, wrapped, kekId } = await newTenantKey(keyService, id, 1);
      await catalog`insert into catalog.tenant_key (org_id, version, wrapped, kek_id) values (${id}, ${version}, ${wrapped}, ${kekId})`;
      own.push({ tenant: slug, state: "active" });
      await publish(here, own);
      const owner = await addUser(id, `owner@${slug}.test`, `Owner of ${slug}`, [product.ownerRole]);
      return {
        id,
        slug,
        owner,
        addUser: (name, roles) => addUser(id, `${name}@${slug}.test`, name, roles),
        async signIn({ email, password } = owner) {
          const answer = await client.call(slug, "/api/v1/auth/sign-in", { method: "POST", body: { email, password } });
          if (answer.status !== 200) throw new Error(`signing in was answered ${answer.status} ${answer.text}`);
          return String(answer.json.token);
        },
      };
    },
    async close() {
      server.server.closeAllConnections();
      await new Promise((resolve) => server.server.close(resolve));
      await databases.drop();
    },
  };
};
