import type { Product } from "@bailiwick/contract/product";
import { ZoneSetting } from "@pulumi/cloudflare/zoneSetting.js";
import { Component, type ComponentOptions } from "../stamp/component.ts";

export interface ProductZoneArgs {
  readonly zoneId: string;
  readonly transport: Product["transport"];
}

/** What holds for the whole zone of a product's domain. One stack owns it: that of the region-less host. */
export class ProductZone extends Component {
  constructor(name: string, { zoneId, transport }: ProductZoneArgs, options?: ComponentOptions) {
    super("bailiwick:cloudflare:ProductZone", name, options);
    const { maxAgeSeconds, includeSubDomains, preload } = transport.hsts;
    const settings: Readonly<Record<string, unknown>> = {
      min_tls_version: transport.tlsMinimum,
      tls_1_3: "on",
      ssl: "strict",
      // The edge answers plain HTTP with 308 itself; Cloudflare's 301 turns a POST into a GET.
      always_use_https: "off",
      // Between two requests of a client nothing may be remembered outside its region.
      "0rtt": "off",
      security_header: {
        strict_transport_security: {
          enabled: true,
          max_age: maxAgeSeconds,
          include_subdomains: includeSubDomains,
          preload,
          nosniff: true,
        },
      },
    };
    for (const [settingId, value] of Object.entries(settings)) {
      const part = settingId.replaceAll("_", "-");
      new ZoneSetting(this.child(part), { zoneId, settingId, value }, this.within());
    }
    this.done();
  }
}
