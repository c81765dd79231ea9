import { describe, expect, it } from "vitest";
import { knownTypes } from "../../graph/computed-outputs.ts";
import { type Cloud, createCloud, type Draft } from "./cloud.ts";
import type { CloudResource, Properties } from "./cloud-resource.ts";
import { createFaults } from "./faults.ts";
import { typesInHolds } from "./holds.ts";
import { needyTypes } from "./needs.ts";
import { guardedTypes } from "./refuses-deletion.ts";

const accountId = "111122223333";
const region = "eu-west-1";
const fresh = (): Cloud => createCloud({ accountId });
const make = (cloud: Cloud, type: string, inputs: Properties = {}, name = "one"): Promise<CloudResource> => {
  const draft: Draft = { type, name, urn: `urn:pulumi:s::p::${type}::${name}`, region, inputs };
  return cloud.create(draft);
};

const vpc = "aws:ec2/vpc:Vpc";
const subnet = "aws:ec2/subnet:Subnet";
const bucket = "aws:s3/bucket:Bucket";
const cluster = "aws:rds/cluster:Cluster";
const balancer = "aws:lb/loadBalancer:LoadBalancer";
const group = "aws:lb/targetGroup:TargetGroup";
const service = "aws:ecs/service:Service";
const secret = "aws:secretsmanager/secret:Secret";
const gateway = "aws:ec2/internetGateway:InternetGateway";

describe("the stand-in cloud", () => {
  it("knows every type that a rule names", async () => {
    const types = new Set(knownTypes);
    expect([...typesInHolds, ...needyTypes, ...guardedTypes].filter((type) => !types.has(type))).toEqual([]);
  });

  it("makes a name once, and again after its deletion", async () => {
    const cloud = fresh();
    const first = await make(cloud, bucket, { bucket: "a" });
    await expect(make(cloud, bucket, { bucket: "a" }, "two")).rejects.toThrow(/AlreadyExists/);
    await cloud.delete(first);
    expect((await make(cloud, bucket, { bucket: "a" })).id).toBe("a");
  });

  it("gives a replacement an id of its own", async () => {
    const cloud = fresh();
    const first = await make(cloud, vpc, { cidrBlock: "10.0.0.0/16" });
    expect((await make(cloud, vpc, { cidrBlock: "10.0.0.0/16" })).id).not.toBe(first.id);
  });

  it("tells revisions of a task definition apart although their id is the family", async () => {
    const cloud = fresh();
    const task = "aws:ecs/taskDefinition:TaskDefinition";
    const [one, two] = [await make(cloud, task, { family: "f" }), await make(cloud, task, { family: "f" })];
    expect(one.id).toBe(two.id);
    await cloud.delete(one);
    expect([...cloud.all()]).toEqual([two]);
  });

  it("refuses what names something deleted", async () => {
    const cloud = fresh();
    const gone = await make(cloud, vpc, { cidrBlock: "10.0.0.0/16" });
    await cloud.delete(gone);
    await expect(make(cloud, subnet, { vpcId: gone.id })).rejects.toThrow(/NotFound/);
  });

  it.each([
    ["a network before its subnets", vpc, { cidrBlock: "10.0.0.0/16" }, subnet, "vpcId", "DependencyViolation"],
    ["a subnet before its balancer", subnet, { vpcId: "vpc-1" }, balancer, "subnets", "DependencyViolation"],
    [
      "a target group before its listener",
      group,
      { name: "g" },
      "aws:lb/listener:Listener",
      "defaultActions",
      "ResourceInUse",
    ],
    [
      "a role before its policy",
      "aws:iam/role:Role",
      { name: "r" },
      "aws:iam/rolePolicy:RolePolicy",
      "role",
      "DeleteConflict",
    ],
    ["a cluster before its service", "aws:ecs/cluster:Cluster", { name: "c" }, service, "cluster", "ClusterContains"],
    [
      "a subnet group before its database",
      "aws:rds/subnetGroup:SubnetGroup",
      { name: "g" },
      cluster,
      "dbSubnetGroupName",
      "InvalidDBSubnetGroup",
    ],
    [
      "a database before its instance",
      cluster,
      { clusterIdentifier: "d", skipFinalSnapshot: true },
      "aws:rds/clusterInstance:ClusterInstance",
      "clusterIdentifier",
      "InvalidDBCluster",
    ],
    ["a key that encrypts a database", "aws:kms/key:Key", {}, cluster, "kmsKeyId", "KeyInUse"],
  ])("refuses to delete %s", async (_what, heldType, heldInputs, holderType, property, code) => {
    const cloud = fresh();
    const held = await make(cloud, heldType, heldInputs);
    const holder = await make(cloud, holderType, {
      internal: true,
      skipFinalSnapshot: true,
      [property]: [{ deep: held.state.arn ?? held.id }],
    });
    await expect(cloud.delete(held)).rejects.toThrow(code);
    await cloud.delete(holder);
    await cloud.delete(held);
    expect(cloud.size).toBe(0);
  });

  it.each([
    ["a database", cluster, { deletionProtection: true, skipFinalSnapshot: true }],
    ["a balancer", balancer, { internal: true, enableDeletionProtection: true }],
    ["a log group", "aws:cloudwatch/logGroup:LogGroup", { deletionProtectionEnabled: true }],
  ])("does not delete %s whose flag forbids it", async (_what, type, inputs) => {
    const cloud = fresh();
    const kept = await make(cloud, type, inputs);
    await expect(cloud.delete(kept)).rejects.toThrow(/is true/);
    const freed = Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [key, key.startsWith("skip") || key === "internal" ? value : false]),
    );
    await cloud.delete(cloud.update(kept, freed));
    expect(cloud.size).toBe(0);
  });

  it("wants a final snapshot of a database, under a name that is free", async () => {
    const cloud = fresh();
    const none = await make(cloud, cluster, { clusterIdentifier: "a" });
    await expect(cloud.delete(none)).rejects.toThrow(/finalSnapshotIdentifier is required/);
    const first = cloud.update(none, { clusterIdentifier: "a", finalSnapshotIdentifier: "last" });
    await cloud.delete(first);
    const second = await make(cloud, cluster, { clusterIdentifier: "a", finalSnapshotIdentifier: "last" });
    await expect(cloud.delete(second)).rejects.toThrow(/AlreadyExists/);
  });

  it("keeps the name of a deleted secret until its recovery window has passed", async () => {
    const cloud = fresh();
    await cloud.delete(await make(cloud, secret, { name: "a" }));
    await expect(make(cloud, secret, { name: "a" })).rejects.toThrow(/scheduled for deletion/);
    await cloud.delete(await make(cloud, secret, { name: "b", recoveryWindowInDays: 0 }));
    expect((await make(cloud, secret, { name: "b", recoveryWindowInDays: 0 })).state.name).toBe("b");
  });

  it("does not delete a bucket that was written to, least of all one under Object Lock", async () => {
    const cloud = fresh();
    const logs = await make(cloud, bucket, { bucket: "logs" });
    const locked = await make(cloud, bucket, { bucket: "locked", objectLockEnabled: true, forceDestroy: true }, "two");
    const empty = await make(cloud, bucket, { bucket: "empty" }, "three");
    for (const [name, { id }] of Object.entries({ logs, locked }))
      await make(cloud, "aws:ec2/flowLog:FlowLog", { logDestination: `arn:aws:s3:::${id}` }, name);
    await expect(cloud.delete(logs)).rejects.toThrow(/BucketNotEmpty/);
    await expect(cloud.delete(locked)).rejects.toThrow(/Object Lock/);
    await cloud.delete(empty);
    await cloud.delete(cloud.update(logs, { bucket: "logs", forceDestroy: true }));
  });

  it("needs a gateway for a public balancer, and keeps it as long as the balancer stands", async () => {
    const cloud = fresh();
    const net = await make(cloud, vpc, { cidrBlock: "10.0.0.0/16" });
    const zone = await make(cloud, subnet, { vpcId: net.id, cidrBlock: "10.0.0.0/24" });
    await expect(make(cloud, balancer, { name: "b", subnets: [zone.id] })).rejects.toThrow(/no internet gateway/);
    const way = await make(cloud, gateway, { vpcId: net.id });
    const front = await make(cloud, balancer, { name: "b", subnets: [zone.id] });
    await expect(cloud.delete(way)).rejects.toThrow(/mapped public addresses/);
    await cloud.delete(front);
    await cloud.delete(way);
  });

  it("needs a listener before the service behind its target group", async () => {
    const cloud = fresh();
    const target = await make(cloud, group, { name: "g" });
    const behind = { name: "s", loadBalancers: [{ targetGroupArn: target.id }] };
    await expect(make(cloud, service, behind)).rejects.toThrow(/does not have an associated load balancer/);
    await make(cloud, "aws:lb/listener:Listener", {
      loadBalancerArn: "x",
      defaultActions: [{ targetGroupArn: target.id }],
    });
    expect((await make(cloud, service, behind)).state.name).toBe("s");
  });

  it("needs a service before its scaling, and a key that admits the service that uses it", async () => {
    const cloud = fresh();
    const scaled = { serviceNamespace: "ecs", resourceId: "service/c/s" };
    await expect(make(cloud, "aws:appautoscaling/target:Target", scaled)).rejects.toThrow(/doesn't exist/);
    const key = await make(cloud, "aws:kms/key:Key", { policy: "{}" });
    const logs = { name: "l", kmsKeyId: key.state.arn };
    await expect(make(cloud, "aws:cloudwatch/logGroup:LogGroup", logs)).rejects.toThrow(
      /does not admit logs.eu-west-1/,
    );
    cloud.update(key, { policy: JSON.stringify({ Service: "logs.eu-west-1.amazonaws.com" }) });
    expect((await make(cloud, "aws:cloudwatch/logGroup:LogGroup", logs)).id).toBe("l");
  });

  it("fails every n-th creation once: refused, then made and not ready", async () => {
    const faults = createFaults();
    const cloud = createCloud({ accountId, faults });
    faults.every(2);
    await make(cloud, bucket, { bucket: "a" }, "a");
    await expect(make(cloud, bucket, { bucket: "b" }, "b")).rejects.toThrow(/InternalFailure/);
    await make(cloud, bucket, { bucket: "b" }, "b");
    expect(cloud.size).toBe(2);
    await expect(make(cloud, bucket, { bucket: "c" }, "c")).rejects.toThrow(/ResourceNotReady/);
    expect(cloud.size).toBe(3);
    faults.every(undefined);
    await make(cloud, bucket, { bucket: "d" }, "d");
    await make(cloud, bucket, { bucket: "e" }, "e");
    expect(faults.count).toBe(2);
  });

  it("shows a thing only once it is made, and lets it hold what it uses until it is gone", async () => {
    const cloud = createCloud({ accountId, latencyMilliseconds: 20 });
    const net = await make(cloud, vpc, { cidrBlock: "10.0.0.0/16" });
    const zone = await make(cloud, subnet, { vpcId: net.id, cidrBlock: "10.0.0.0/24" });
    const way = make(cloud, gateway, { vpcId: net.id });
    await expect(make(cloud, balancer, { name: "b", subnets: [zone.id] })).rejects.toThrow(/no internet gateway/);
    await expect(make(cloud, gateway, { vpcId: net.id }, "two")).rejects.toThrow(/AlreadyExists/);
    await cloud.delete(await way);
    const going = cloud.delete(zone);
    await expect(cloud.delete(net)).rejects.toThrow(/DependencyViolation/);
    await going;
    await cloud.delete(net);
  });

  it("tells of a creation before whoever asked for it hears of it, once", async () => {
    const cloud = createCloud({ accountId, latencyMilliseconds: 5 });
    const heard: string[] = [];
    cloud.whenMade(
      ({ type }) => type === bucket,
      () => heard.push(`made ${cloud.size}`),
    );
    await make(cloud, vpc, { cidrBlock: "10.0.0.0/16" });
    const asked = make(cloud, bucket, { bucket: "a" }).then(() => heard.push("answered"));
    await make(cloud, bucket, { bucket: "b" }, "two");
    await asked;
    expect(heard).toEqual(["made 2", "answered"]);
  });

  it("waits for what is being made", async () => {
    const cloud = createCloud({ accountId, latencyMilliseconds: 5 });
    void make(cloud, bucket, { bucket: "a" });
    expect(cloud.size).toBe(0);
    await cloud.quiet();
    expect(cloud.size).toBe(1);
  });

  it("finds what is to be imported by its id alone", async () => {
    const cloud = fresh();
    const made = await make(cloud, vpc, { cidrBlock: "10.0.0.0/16" });
    expect(cloud.find({ type: vpc, id: made.id, state: {} })).toBe(made);
    expect(cloud.find({ type: subnet, id: made.id, state: {} })).toBeUndefined();
  });

  it("shows another thing under the same name once somebody has exchanged it", async () => {
    const cloud = fresh();
    const old = await make(cloud, cluster, { clusterIdentifier: "d", deletionProtection: true });
    const other = cloud.exchange(old, { clusterIdentifier: "d" });
    expect(cloud.find(old)).toBe(other);
    expect([other.id, other.state.endpoint]).toEqual([old.id, old.state.endpoint]);
    expect(other.state.clusterResourceId).not.toBe(old.state.clusterResourceId);
    expect(other.state.deletionProtection).toBeUndefined();
  });

  it("tells in order what was done, once", async () => {
    const cloud = fresh();
    const made = await make(cloud, bucket, { bucket: "a" });
    cloud.update(made, { bucket: "a", tags: {} });
    await cloud.delete(made);
    expect(cloud.takeJournal().map(({ kind }) => kind)).toEqual(["create", "update", "delete"]);
    expect(cloud.takeJournal()).toEqual([]);
  });
});
