import { join } from "node:path";
import type { EdgeConfig } from "@bailiwick/contract/edge-config";
import { WorkersScript } from "@pulumi/cloudflare/workersScript.js";
import type { Input, Output } from "@pulumi/pulumi";
import type { WorkerBundle } from "../config/aws-schema.ts";
import { repositoryRoot } from "../config/import-product.ts";
import { Component, type ComponentOptions } from "../stamp/component.ts";

export interface EdgeWorkerArgs {
  readonly accountId: string;
  readonly scriptName: string;
  readonly bundle: WorkerBundle;
  readonly config: EdgeConfig;
  /** Service that the binding `ORIGIN` leads to; absent for the global edge, which has no origin. */
  readonly originServiceId?: Input<string>;
}

/** Behaviour of the runtime that the bundles are tested with. */
export const compatibilityDate = "2026-11-01";

/**
 * The edge as a Worker. Its secrets are put beside it by the operator (`wrangler secret put`), so that no program and no
 * state ever holds one: an upload keeps them, and until they are there the Worker refuses every request.
 */
export class EdgeWorker extends Component {
  readonly scriptName: Output<string>;

  constructor(name: string, args: EdgeWorkerArgs, options?: ComponentOptions) {
    super("bailiwick:cloudflare:EdgeWorker", name, options);
    const { accountId, scriptName, bundle, config, originServiceId } = args;
    const script = new WorkersScript(
      this.child("script"),
      {
        accountId,
        scriptName,
        mainModule: "edge.js",
        contentFile: join(repositoryRoot, bundle.path),
        contentSha256: bundle.sha256,
        contentType: "application/javascript+module",
        compatibilityDate,
        bindings: [
          { name: "CONFIG", type: "json", json: JSON.stringify(config) },
          ...(originServiceId === undefined
            ? []
            : [{ name: "ORIGIN", type: "vpc_service", serviceId: originServiceId }]),
        ],
        keepBindings: ["secret_text"],
        observability: { enabled: false },
        logpush: false,
      },
      this.within(),
    );
    this.scriptName = script.scriptName;
    this.done({ scriptName: this.scriptName });
  }
}
