import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { headers } from "@bailiwick/contract/names";
import {
  buildPinMap,
  decodePinPublicKey,
  generatePinKeyPair,
  importPinPrivateKey,
  signPinMap,
} from "@bailiwick/contract/pins";
import type { Registry } from "@bailiwick/contract/region";
import { signedText } from "@bailiwick/contract/signature";
import { bootstrapDatabases, migrateAll } from "@bailiwick/core-api/db";
import { createEmbeddedPostgres } from "@bailiwick/core-api/embedded-postgres";
import { createHmacSha256 } from "@bailiwick/core-api/hmac-sha256";
import postgres from "postgres";
import { freePort } from "./ports.ts";
import { type Subject, startSubject } from "./process.ts";

/** What the measured process is told; one JSON document in the environment variable BENCH_REGION. */
export interface RegionFacts {
  readonly port: number;
  readonly databaseUrl: string;
  readonly appPassword: string;
  readonly encryptionKey: string;
  readonly registry: Registry;
  readonly region: string;
  readonly pepper: string;
  readonly pinMap: string;
  readonly edgeKey: { readonly id: string; readonly secret: string };
}

export interface ApiRegion {
  readonly port: number;
  readonly subject: Subject;
  /** Ids of the tenant's flows. */
  readonly flows: readonly string[];
  /** A request as the region's edge would send it: signed, with a new id every time. */
  request(target: string): Buffer;
  stop(): Promise<void>;
}

const region = "eastus";
const slug = "acme";
const host = `${slug}.${region}.flowguard.localhost`;

/** A core API in a process of its own, on a real Postgres with one tenant, a signed-in user and `flowCount` flows. */
export const startApiRegion = async (flowCount: number): Promise<ApiRegion> => {
  const folder = await mkdtemp(join(tmpdir(), "bailiwick-bench-"));
  await chmod(folder, 0o755); // root's server runs as another user, who must be able to enter
  const secret = () => randomBytes(24).toString("base64url");
  const database = createEmbeddedPostgres({
    dataDir: join(folder, "postgres"),
    port: await freePort(),
    password: secret(),
    durable: false,
    settings: { shared_buffers: "256MB" },
  });
  await database.start();
  const passwords = { app: secret(), platformAdmin: secret(), migrator: secret() };
  await bootstrapDatabases({ superuserUrl: database.superuserUrl, passwords });
  await migrateAll({ url: database.url, password: passwords.migrator });
  const token = `${slug}.${randomBytes(32).toString("base64url")}`;
  const flows = await fill(database.superuserUrl, token, flowCount);

  const keys = await generatePinKeyPair();
  const pepper = new Uint8Array(randomBytes(32));
  const now = Math.floor(Date.now() / 1000);
  const map = await signPinMap(
    await buildPinMap(
      {
        region,
        regions: [region],
        epoch: 1,
        issuedAt: now,
        notAfter: now + 86_400,
        records: [{ tenant: slug, state: "active" }],
      },
      pepper,
    ),
    await importPinPrivateKey(keys.privateKey),
    decodePinPublicKey(keys.publicKey),
  );
  const port = await freePort();
  const edgeKey = { id: "k1", secret: randomBytes(32).toString("base64url") };
  const facts: RegionFacts = {
    port,
    databaseUrl: database.url,
    appPassword: passwords.app,
    encryptionKey: randomBytes(32).toString("base64"),
    registry: {
      product: "flowguard",
      globalUrl: "https://flowguard.localhost",
      regions: [
        { id: region, jurisdiction: "us", baseUrl: `https://${region}.flowguard.localhost`, pinKeys: [keys.publicKey] },
      ],
    },
    region,
    pepper: Buffer.from(pepper).toString("base64url"),
    pinMap: Buffer.from(map).toString("base64url"),
    edgeKey,
  };
  const file = join(folder, "region.json");
  await writeFile(file, JSON.stringify(facts), { mode: 0o600 });
  const script = fileURLToPath(new URL("subjects/core-api.ts", import.meta.url));
  const subject = await startSubject(process.execPath, [script], port, { BENCH_REGION: file });
  return {
    port,
    subject,
    flows,
    request: signer(edgeKey, token),
    async stop() {
      await subject.stop();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const fill = async (superuserUrl: string, token: string, flowCount: number): Promise<readonly string[]> => {
  const catalog = postgres(superuserUrl, { database: "catalog", max: 1, onnotice: () => undefined });
  const tenants = postgres(superuserUrl, { database: "tenants", max: 1, onnotice: () => undefined });
  try {
    const [org] = await catalog<{ id: string }[]>`
      insert into catalog.org (slug, name, plan, region, database_id, state)
      select ${slug}, 'Acme', 'enterprise', ${region}, id, 'active' from catalog.tenant_database limit 1 returning id`;
    if (org === undefined) throw new Error("no organisation was made");
    const [user] = await tenants<{ id: string }[]>`
      insert into tenant.app_user (org_id, email, name) values (${org.id}, 'ana@acme.test', 'Ana') returning id`;
    if (user === undefined) throw new Error("no user was made");
    await tenants`insert into tenant.user_roles (org_id, user_id, role) values (${org.id}, ${user.id}, 'owner')`;
    await tenants`
      insert into tenant.session (org_id, user_id, token_hash, absolute_expires_at)
      values (${org.id}, ${user.id}, sha256(${Buffer.from(token)}), now() + interval '1 day')`;
    const rows = await tenants<{ id: string }[]>`
      insert into tenant.flow (org_id, name, definition)
      select ${org.id}, 'Flow ' || i, '{"steps": [{"navigate": "https://acme.test"}]}' from generate_series(1, ${flowCount}::int) i returning id`;
    // The same rows where no policy guards them, for the limit.
    await tenants.unsafe("create schema bare; create table bare.flow (like tenant.flow including indexes)");
    await tenants.unsafe("insert into bare.flow select * from tenant.flow");
    await tenants.unsafe("grant usage on schema bare to bailiwick_app; grant select on bare.flow to bailiwick_app");
    await tenants.unsafe("vacuum analyze");
    return rows.map(({ id }) => id);
  } finally {
    await Promise.all([catalog.end(), tenants.end()]);
  }
};

const signer = (key: { readonly id: string; readonly secret: string }, token: string) => {
  const hmac = createHmacSha256(Buffer.from(key.secret, "base64url"));
  const run = randomBytes(8).toString("hex");
  let count = 0;
  return (target: string): Buffer => {
    const time = Math.floor(Date.now() / 1000);
    const requestId = `${run}-${count++}`;
    const clientAddress = "192.0.2.7";
    const facts = { time, method: "GET", target, host, tenant: slug, region, requestId, clientAddress };
    const mac = hmac(signedText({ ...facts, user: "-", digest: "UNSIGNED" }));
    return Buffer.from(
      `GET ${target} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\nuser-agent: bench/1.0\r\nauthorization: Bearer ${token}\r\n${headers.requestId}: ${requestId}\r\n${headers.tenant}: ${slug}\r\n${headers.region}: ${region}\r\n${headers.clientAddress}: ${clientAddress}\r\n${headers.edgeKey}: ${key.id}\r\n${headers.edgeTime}: ${time}\r\n${headers.edgeSignature}: v1=${mac}\r\n\r\n`,
    );
  };
};
