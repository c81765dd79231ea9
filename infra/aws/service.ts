import { Policy, Target } from "@pulumi/aws/appautoscaling/index.js";
import { Service } from "@pulumi/aws/ecs/index.js";
import type { Input, Resource } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { Size } from "./capacity.ts";
import type { ClusterFacts } from "./cluster.ts";
import type { AwsContext } from "./context.ts";
import { joined } from "./joined.ts";
import type { NetworkFacts } from "./parts.ts";
import type { TaskFacts } from "./task.ts";

export interface ServiceTarget {
  readonly targetGroupArn: Input<string>;
  readonly container: string;
  readonly port: number;
}

export interface AwsServiceArgs {
  readonly context: AwsContext;
  /** Which service: the last part of its name. */
  readonly service: string;
  readonly cluster: ClusterFacts;
  readonly task: Pick<TaskFacts, "arn">;
  readonly size: Pick<Size, "min" | "max">;
  readonly network: Pick<NetworkFacts, "privateSubnetIds">;
  readonly securityGroupId: Input<string>;
  readonly targets: readonly ServiceTarget[];
  /** What has to be there before the first task is started. */
  readonly after: readonly Resource[];
}

export interface ServiceFacts {
  readonly name: Input<string>;
  readonly ready: readonly Resource[];
}

/** Share of a task's processor at which another one is started. */
const targetCpuPercent = 60;
/** How long a new task may be without an answer before its balancer counts that: a start waits for its database. */
const graceSeconds = 120;

/**
 * Tasks that are always there, in private subnets and without a public address. `pulumi up` waits until they are healthy; a
 * release whose tasks do not come up is taken back.
 */
export class AwsService extends Component {
  readonly facts: ServiceFacts;

  constructor(name: string, args: AwsServiceArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Service", name, options);
    const { context, cluster, task, size, network, securityGroupId, targets, after } = args;
    const serviceName = context.names.of("service", args.service);

    const service = new Service(
      this.child("service"),
      {
        name: serviceName,
        cluster: cluster.arn,
        taskDefinition: task.arn,
        launchType: "FARGATE",
        platformVersion: "LATEST",
        desiredCount: size.min,
        enableExecuteCommand: false,
        deploymentCircuitBreaker: { enable: true, rollback: true },
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        availabilityZoneRebalancing: "ENABLED",
        networkConfiguration: {
          assignPublicIp: false,
          subnets: [...network.privateSubnetIds],
          securityGroups: [securityGroupId],
        },
        loadBalancers: targets.map(({ targetGroupArn, container, port }) => ({
          targetGroupArn,
          containerName: container,
          containerPort: port,
        })),
        ...(targets.length === 0 ? {} : { healthCheckGracePeriodSeconds: graceSeconds }),
        enableEcsManagedTags: true,
        propagateTags: "SERVICE",
        waitForSteadyState: true,
      },
      // Autoscaling moves it.
      this.within({
        ignoreChanges: ["desiredCount"],
        dependsOn: [...after],
        customTimeouts: { create: "30m", update: "30m", delete: "20m" },
      }),
    );

    const target = new Target(
      this.child("scaling"),
      {
        serviceNamespace: "ecs",
        scalableDimension: "ecs:service:DesiredCount",
        resourceId: joined("service/", cluster.name, "/", service.name),
        minCapacity: size.min,
        maxCapacity: Math.max(size.min, size.max),
      },
      this.within(),
    );
    new Policy(
      this.child("scaling-cpu"),
      {
        name: context.names.of("policy", `${args.service}-cpu`),
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: "ECSServiceAverageCPUUtilization" },
          targetValue: targetCpuPercent,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      },
      this.within(),
    );
    this.facts = { name: service.name, ready: [service] };
    this.done({ name: service.name });
  }
}
