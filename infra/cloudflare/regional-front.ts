import { edgeConfigFor } from "@bailiwick/contract/edge-config";
import { ConnectivityDirectoryService } from "@pulumi/cloudflare/connectivityDirectoryService.js";
import { type Input, log, type Resource } from "@pulumi/pulumi";
import type { AwsStamp } from "../config/stamp-facts.ts";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import { caveats } from "./caveats.ts";
import { EdgeHost } from "./host.ts";
import { regionKeyOf } from "./region-keys.ts";
import { EdgeWorker } from "./worker.ts";

type Placement = Extract<AwsStamp["settings"]["edge"], { placement: "cloudflare" }>;

export interface RegionalFrontArgs {
  readonly stamp: Pick<AwsStamp, "stack" | "product" | "registry" | "region" | "facts">;
  readonly placement: Placement;
  /** Balancer of the core API inside the stamp's network. */
  readonly origin: { readonly host: Input<string>; readonly port: number };
  /** The tunnel's end in the stamp answers. */
  readonly after: readonly Resource[];
}

/** A region's edge in Cloudflare's network, bound to the region's area, with the private origin behind a tunnel. */
export class RegionalFront extends Component {
  readonly ready: readonly Resource[];

  constructor(name: string, args: RegionalFrontArgs, options?: ComponentOptions) {
    super("bailiwick:cloudflare:RegionalFront", name, options);
    const { stamp, placement, origin, after } = args;
    const { stack, product, registry, region, facts } = stamp;
    const { accountId, zoneId, tunnelId, worker, waiver = "" } = placement;
    for (const caveat of caveats(region, waiver)) log.warn(caveat, this);

    const service = new ConnectivityDirectoryService(
      this.child("origin"),
      {
        accountId,
        name: `${stack.name}-${region.id}-origin`,
        type: "http",
        host: { hostname: origin.host, resolverNetwork: { tunnelId } },
        httpsPort: origin.port,
        // The origin's certificate is the stamp's own CA's; that the request is the edge's is proved by its signature.
        tlsSettings: { certVerificationMode: "disabled" },
      },
      this.within({ dependsOn: [...after] }),
    );
    const { scriptName } = new EdgeWorker(
      this.child("worker"),
      {
        accountId,
        scriptName: `${stack.name}-${region.id}-edge`,
        bundle: worker,
        config: edgeConfigFor(product, registry, region.id, {
          platform: "cloudflare",
          issuedAt: new Date(`${worker.reviewed}T00:00:00Z`),
        }),
        originServiceId: service.serviceId,
      },
      { parent: this },
    );
    const regionKey = regionKeyOf(region.jurisdiction);
    const host = new EdgeHost(
      this.child("host"),
      {
        accountId,
        zoneId,
        host: new URL(region.baseUrl).hostname,
        scriptName,
        tlsMinimum: facts.tlsMinimum,
        ...(regionKey === undefined ? {} : { regionKey }),
      },
      { parent: this },
    );
    this.ready = host.ready;
    this.done({ scriptName });
  }
}
