import type * as cloudflare from "@pulumi/cloudflare/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const id32 = (facts: Facts) => facts.hex(32);
const uuid = (facts: Facts) => facts.uuid();
const made = () => "2026-01-01T00:00:00Z";
const none = () => "";
const author = { authorEmail: () => "deployer@example.com", createdOn: made, source: () => "api" };
const tunnel = {
  accountTag: (facts: Facts) => facts.text("accountId"),
  status: () => "inactive",
  tunType: () => "cfd_tunnel",
  connections: () => [],
  createdAt: made,
  deletedAt: none,
  connsActiveAt: none,
  connsInactiveAt: none,
  metadata: () => "{}",
};

/** The edge on Cloudflare: Workers, names, tunnel, zone settings. */
export const cloudflareRows: Rows = {
  "cloudflare:index/workersScript:WorkersScript": row<cloudflare.WorkersScriptState>({
    id: (facts) => facts.text("scriptName"),
    outputs: {
      etag: (facts) => facts.hex(64),
      createdOn: made,
      modifiedOn: made,
      handlers: () => ["fetch"],
      namedHandlers: () => [],
      hasAssets: () => false,
      hasModules: () => true,
      lastDeployedFrom: () => "api",
      migrationTag: none,
      startupTimeMs: () => 10,
      placementMode: none,
      placementStatus: none,
    },
  }),
  "cloudflare:index/worker:Worker": row<cloudflare.WorkerState>({
    id: id32,
    outputs: { createdOn: made, updatedOn: made, deployedOn: made },
  }),
  "cloudflare:index/workerVersion:WorkerVersion": row<cloudflare.WorkerVersionState>({
    id: uuid,
    outputs: {
      ...author,
      number: () => 1,
      authorId: id32,
      urls: () => [],
      startupTimeMs: () => 10,
      mainScriptBase64: none,
      migrationTag: none,
    },
  }),
  "cloudflare:index/workersDeployment:WorkersDeployment": row<cloudflare.WorkersDeploymentState>({
    id: uuid,
    outputs: author,
  }),
  "cloudflare:index/workersCustomDomain:WorkersCustomDomain": row<cloudflare.WorkersCustomDomainState>({
    id: id32,
    outputs: {
      certId: (facts) => facts.uuid("certificate"),
      zoneName: (facts) => facts.text("zoneName", facts.text("hostname").split(".").slice(-2).join(".")),
    },
  }),
  "cloudflare:index/workersRoute:WorkersRoute": { id: id32 },
  "cloudflare:index/workersScriptSubdomain:WorkersScriptSubdomain": linkRow<cloudflare.WorkersScriptSubdomainState>(
    "/",
    "accountId",
    "scriptName",
  ),
  "cloudflare:index/workersCronTrigger:WorkersCronTrigger": linkRow<cloudflare.WorkersCronTriggerState>(
    "",
    "scriptName",
  ),
  "cloudflare:index/workersKvNamespace:WorkersKvNamespace": row<cloudflare.WorkersKvNamespaceState>({
    id: id32,
    outputs: { supportsUrlEncoding: () => true },
  }),
  "cloudflare:index/connectivityDirectoryService:ConnectivityDirectoryService":
    row<cloudflare.ConnectivityDirectoryServiceState>({
      id: uuid,
      outputs: { serviceId: (_facts, id) => id, createdAt: made, updatedAt: made },
    }),
  "cloudflare:index/zeroTrustTunnelCloudflared:ZeroTrustTunnelCloudflared":
    row<cloudflare.ZeroTrustTunnelCloudflaredState>({
      id: uuid,
      outputs: { ...tunnel, remoteConfig: (facts) => facts.text("configSrc") === "cloudflare" },
    }),
  "cloudflare:index/zeroTrustTunnelCloudflaredConfig:ZeroTrustTunnelCloudflaredConfig":
    row<cloudflare.ZeroTrustTunnelCloudflaredConfigState>({
      id: (facts) => facts.text("tunnelId"),
      outputs: { createdAt: made, version: () => 1 },
    }),
  "cloudflare:index/zeroTrustTunnelCloudflaredRoute:ZeroTrustTunnelCloudflaredRoute":
    row<cloudflare.ZeroTrustTunnelCloudflaredRouteState>({
      id: uuid,
      outputs: { createdAt: made, deletedAt: none },
    }),
  "cloudflare:index/zeroTrustTunnelCloudflaredVirtualNetwork:ZeroTrustTunnelCloudflaredVirtualNetwork":
    row<cloudflare.ZeroTrustTunnelCloudflaredVirtualNetworkState>({
      id: uuid,
      outputs: { createdAt: made, deletedAt: none },
    }),
  "cloudflare:index/dnsRecord:DnsRecord": row<cloudflare.DnsRecordState>({
    id: id32,
    outputs: {
      createdOn: made,
      modifiedOn: made,
      commentModifiedOn: made,
      tagsModifiedOn: made,
      meta: () => "{}",
      proxiable: () => true,
    },
  }),
  "cloudflare:index/zoneSetting:ZoneSetting": row<cloudflare.ZoneSettingState>({
    id: (facts) => facts.text("settingId"),
    outputs: { editable: () => true, modifiedOn: made, timeRemaining: () => 0 },
  }),
  "cloudflare:index/hostnameTlsSetting:HostnameTlsSetting": row<cloudflare.HostnameTlsSettingState>({
    id: (facts) => facts.text("settingId"),
    outputs: { status: () => "active", createdAt: made, updatedAt: made },
  }),
  "cloudflare:index/regionalHostname:RegionalHostname": row<cloudflare.RegionalHostnameState>({
    id: (facts) => facts.text("hostname"),
    outputs: { createdOn: made },
  }),
  "cloudflare:index/ruleset:Ruleset": row<cloudflare.RulesetState>({
    id: id32,
    outputs: { lastUpdated: made, version: () => "1" },
  }),
  "cloudflare:index/logpushJob:LogpushJob": row<cloudflare.LogpushJobState>({
    id: (facts) => String(Number.parseInt(facts.hex(6), 16)),
    outputs: { errorMessage: none, lastComplete: none, lastError: none },
  }),
  "cloudflare:index/certificatePack:CertificatePack": row<cloudflare.CertificatePackState>({
    id: uuid,
    outputs: {
      status: () => "active",
      certificates: () => [],
      primaryCertificate: none,
      validationErrors: () => [],
      validationRecords: () => [],
      dcvDelegationRecords: () => [],
    },
  }),
  "cloudflare:index/totalTls:TotalTls": row<cloudflare.TotalTlsState>({
    id: (facts) => facts.text("zoneId"),
    outputs: { validityPeriod: () => 90 },
  }),
  "cloudflare:index/universalSslSetting:UniversalSslSetting": linkRow<cloudflare.UniversalSslSettingState>(
    "",
    "zoneId",
  ),
  "cloudflare:index/zoneDnssec:ZoneDnssec": row<cloudflare.ZoneDnssecState>({
    id: (facts) => facts.text("zoneId"),
    outputs: {
      algorithm: () => "13",
      digest: (facts) => facts.hex(64),
      digestAlgorithm: () => "SHA256",
      digestType: () => "2",
      ds: none,
      flags: () => 257,
      keyTag: () => 42,
      keyType: () => "ECDSAP256SHA256",
      modifiedOn: made,
      publicKey: none,
    },
  }),
};
