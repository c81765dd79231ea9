import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { ModelEndpoint } from "../stamp/contract.ts";
import { sizeOf, smokeSize } from "./capacity.ts";
import { AwsCluster, type ClusterFacts } from "./cluster.ts";
import type { AwsContext } from "./context.ts";
import { AwsIdentities, type IdentityFacts } from "./identities.ts";
import { AwsModels } from "./models.ts";
import { AwsOrigin, type OriginFacts } from "./origin.ts";
import {
  type DatabaseFacts,
  type FirewallFacts,
  type KeyFacts,
  type NetworkFacts,
  ports,
  type SecretFacts,
  type StorageFacts,
} from "./parts.ts";
import { apiContainers } from "./processes/api.ts";
import type { ProcessFacts } from "./processes/process-facts.ts";
import { smokeContainers } from "./processes/smoke.ts";
import { workerContainers } from "./processes/worker.ts";
import { AwsService, type ServiceFacts } from "./service.ts";
import { AwsTask, type TaskFacts } from "./task.ts";

export interface AwsWorkloadArgs {
  readonly context: AwsContext;
  readonly network: NetworkFacts;
  readonly firewall: FirewallFacts;
  readonly keys: KeyFacts;
  readonly databases: DatabaseFacts;
  readonly storage: StorageFacts;
  readonly secrets: SecretFacts;
  readonly logGroups: ProcessFacts["logGroups"];
  /** ARN of the policy that holds roles of AWS's services. */
  readonly serviceBoundaryArn: Input<string>;
  /** What tasks need beside the facts: ways to AWS's services, log groups. */
  readonly after: readonly Resource[];
}

export interface WorkloadFacts {
  readonly cluster: ClusterFacts;
  readonly identities: IdentityFacts;
  readonly origin: OriginFacts;
  readonly models: ModelEndpoint;
  readonly services: { readonly worker: ServiceFacts; readonly api: ServiceFacts };
  readonly smoke: TaskFacts;
}

/** Core API and worker of a region. The worker comes first: its first container makes secrets and schema. */
export class AwsWorkload extends Component {
  readonly facts: WorkloadFacts;

  constructor(name: string, args: AwsWorkloadArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Workload", name, options);
    const { context, network, firewall, keys, databases, storage, after } = args;
    const { settings } = context;
    const inside = { parent: this };

    const { facts: identities } = new AwsIdentities(this.child("identities"), args, inside);
    const { execution, task: acting } = identities;
    const { facts: cluster } = new AwsCluster(this.child("cluster"), { context, keys }, inside);
    const { facts: origin } = new AwsOrigin(this.child("origin"), { context, network, firewall }, inside);
    const models = new AwsModels(this.child("models"), { context, network, firewall, callers: [acting.api] }, inside);

    const task = (part: "worker" | "api"): AwsTask =>
      new AwsTask(
        this.child(`${part}-task`),
        {
          context,
          task: part,
          containers: part === "worker" ? workerContainers(args) : apiContainers(args),
          size: sizeOf(part, settings),
          executionRoleArn: execution[part],
          taskRoleArn: acting[part],
        },
        inside,
      );
    const standing = [
      ...network.ready,
      ...databases.ready,
      ...[storage.blobs, storage.artifacts, storage.audit].flatMap(({ ready }) => ready),
      ...identities.ready,
      ...after,
    ];
    const { facts: worker } = new AwsService(
      this.child("worker"),
      {
        context,
        service: "worker",
        cluster,
        task: task("worker").facts,
        size: sizeOf("worker", settings),
        network,
        securityGroupId: firewall.worker,
        targets: [],
        after: standing,
      },
      inside,
    );
    const { facts: api } = new AwsService(
      this.child("api"),
      {
        context,
        service: "api",
        cluster,
        task: task("api").facts,
        size: sizeOf("api", settings),
        network,
        securityGroupId: firewall.api,
        targets: [{ targetGroupArn: origin.targetGroupArn, container: "api", port: ports.api }],
        after: [...standing, ...worker.ready, ...origin.ready, ...models.ready],
      },
      inside,
    );
    const { facts: smoke } = new AwsTask(
      this.child("smoke-task"),
      {
        context,
        task: "smoke",
        containers: smokeContainers(args),
        size: smokeSize,
        executionRoleArn: execution.smoke,
      },
      inside,
    );

    this.facts = { cluster, identities, origin, models: models.facts, services: { worker, api }, smoke };
    this.done({ cluster: cluster.name });
  }
}
