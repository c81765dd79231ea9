import { edgeConfigFor } from "@bailiwick/contract/edge-config";
import type { GlobalStamp } from "../config/global-stamp.ts";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { EdgeHost } from "./host.ts";
import { EdgeWorker } from "./worker.ts";
import { ProductZone } from "./zone.ts";

export interface GlobalFacts {
  /** Origin of the region-less host. */
  readonly url: string;
  /** Ids of the regions it knows. */
  readonly regions: readonly string[];
}

/** The product's region-less host: lists the regions and answers every tenant with 421. No origin, no personal data. */
export class GlobalFront extends Component {
  readonly facts: GlobalFacts;

  constructor(name: string, { stamp }: { readonly stamp: GlobalStamp }, options?: ComponentOptions) {
    super("bailiwick:cloudflare:Global", name, options);
    const { stack, settings, product, registry } = stamp;
    const { accountId, zoneId, worker } = settings;
    new ProductZone(this.child("zone"), { zoneId, transport: product.transport }, { parent: this });
    const { scriptName } = new EdgeWorker(
      this.child("worker"),
      {
        accountId,
        scriptName: `${stack.name}-global-edge`,
        bundle: worker,
        config: edgeConfigFor(product, registry, null, {
          platform: "cloudflare",
          issuedAt: new Date(`${worker.reviewed}T00:00:00Z`),
        }),
      },
      { parent: this },
    );
    new EdgeHost(
      this.child("host"),
      {
        accountId,
        zoneId,
        host: new URL(registry.globalUrl).hostname,
        scriptName,
        tlsMinimum: product.transport.tlsMinimum,
      },
      { parent: this },
    );
    this.facts = { url: registry.globalUrl, regions: registry.regions.map(({ id }) => id) };
    this.done({ url: this.facts.url });
  }
}
