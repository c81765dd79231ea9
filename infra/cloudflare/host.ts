import { CertificatePack } from "@pulumi/cloudflare/certificatePack.js";
import { DnsRecord } from "@pulumi/cloudflare/dnsRecord.js";
import { HostnameTlsSetting } from "@pulumi/cloudflare/hostnameTlsSetting.js";
import { RegionalHostname } from "@pulumi/cloudflare/regionalHostname.js";
import { WorkersCustomDomain } from "@pulumi/cloudflare/workersCustomDomain.js";
import { WorkersRoute } from "@pulumi/cloudflare/workersRoute.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";

export interface EdgeHostArgs {
  readonly accountId: string;
  readonly zoneId: string;
  /** Tenants are labels in front of it. */
  readonly host: string;
  readonly scriptName: Input<string>;
  readonly tlsMinimum: "1.2" | "1.3";
  /** Where requests may be decrypted; absent for a host that belongs to no region. */
  readonly regionKey?: string;
}

/** Stands for an origin where there is none: the Worker answers before anything is asked (RFC 6666). */
const discard = "100::";

/** A host and its tenants' hosts, answered by a Worker: names, certificate, TLS floor, and the area that may decrypt. */
export class EdgeHost extends Component {
  readonly ready: readonly Resource[];

  constructor(name: string, args: EdgeHostArgs, options?: ComponentOptions) {
    super("bailiwick:cloudflare:EdgeHost", name, options);
    const { accountId, zoneId, host, scriptName, tlsMinimum, regionKey } = args;
    const tenants = `*.${host}`;

    // Universal certificates reach one label deep.
    const certificate = new CertificatePack(
      this.child("certificate"),
      {
        zoneId,
        type: "advanced",
        hosts: [host, tenants],
        certificateAuthority: "google",
        validationMethod: "txt",
        validityDays: 90,
        cloudflareBranding: false,
      },
      this.within(),
    );
    const domain = new WorkersCustomDomain(
      this.child("domain"),
      { accountId, zoneId, hostname: host, service: scriptName },
      this.within({ dependsOn: certificate }),
    );
    // A custom domain is one host; a route takes the label of every tenant.
    const record = new DnsRecord(
      this.child("tenants"),
      { zoneId, name: tenants, type: "AAAA", content: discard, ttl: 1, proxied: true },
      this.within({ dependsOn: certificate }),
    );
    const regions = regionKey === undefined ? [] : this.#regional(zoneId, [host, tenants], regionKey, [domain, record]);
    // For one host only: tenants' hosts are a wildcard, whose floor is the zone's (see zone.ts).
    const floor = new HostnameTlsSetting(
      this.child("tls"),
      { zoneId, hostname: host, settingId: "min_tls_version", value: tlsMinimum },
      this.within({ dependsOn: [domain] }),
    );
    // Last: nothing is answered before the region and the TLS floor hold.
    const route = new WorkersRoute(
      this.child("route"),
      { zoneId, pattern: `${tenants}/*`, script: scriptName },
      this.within({ dependsOn: [...regions, floor] }),
    );
    this.ready = [route, domain];
    this.done({ host });
  }

  #regional(
    zoneId: string,
    hosts: readonly string[],
    regionKey: string,
    after: readonly Resource[],
  ): readonly Resource[] {
    return hosts.map(
      (hostname, at) =>
        new RegionalHostname(
          this.child(`region-${at === 0 ? "host" : "tenants"}`),
          { zoneId, hostname, regionKey, routing: "dns" },
          this.within({ dependsOn: [...after] }),
        ),
    );
  }
}
