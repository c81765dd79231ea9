import { beforeAll, describe, expect, it } from "vitest";
import { exampleStacks } from "../config/example-stacks.ts";
import { type End, type Flow, flowsOf } from "./flows.ts";
import { exampleContext } from "./testing/example-stamp.ts";

const end = (of: End): string => {
  if (typeof of === "string") return of;
  return "group" in of ? of.group : of.ranges.join("+");
};
const text = ({ from, to, port }: Flow): string => `${end(from)} > ${end(to)}:${port}`;
const flows = async (stack: string, other: object = {}): Promise<readonly Flow[]> =>
  flowsOf((await exampleContext(stack, other)).settings);

describe("flows of SaaS", () => {
  let found: readonly string[];
  beforeAll(async () => {
    found = (await flows("saas.aws.us-east-1.flow")).map(text);
  });

  it("are these and no others", () => {
    expect(found.toSorted()).toEqual([
      "0.0.0.0/0 > ingress:443",
      "0.0.0.0/0 > ingress:80",
      "api > 0.0.0.0/0:443",
      "api > database:5432",
      "api > endpoint:443",
      "api > s3:443",
      "edge > 0.0.0.0/0:443",
      "edge > endpoint:443",
      "edge > origin:8443",
      "edge > s3:443",
      "ingress > edge:8080",
      "ingress > edge:8443",
      "origin > api:8443",
      "smoke > 0.0.0.0/0:443",
      "smoke > 0.0.0.0/0:80",
      "smoke > endpoint:443",
      "smoke > s3:443",
      "worker > 0.0.0.0/0:443",
      "worker > database:5432",
      "worker > endpoint:443",
      "worker > s3:443",
    ]);
  });

  it("end at the database only from what reads it", () => {
    expect(found.filter((flow) => flow.includes("> database"))).toEqual([
      "api > database:5432",
      "worker > database:5432",
    ]);
  });

  it("reach nothing outside without NAT", async () => {
    const network = { create: { cidr: "10.40.0.0/16", egress: "none" } };
    const closed = await flows("saas.aws.us-east-1.flow", { network });
    expect(closed.map(text).filter((flow) => flow.includes("> 0.0.0.0/0"))).toEqual([]);
  });
});

describe("flows in the customer's network", () => {
  it("never name the internet", async () => {
    for (const stack of [
      "invpc.aws.us-east-1.axonflow",
      "invpc.aws.eu-west-1.axonflow",
      "invpc.aws.eu-central-1.flow8",
    ]) {
      expect(
        (await flows(stack)).map(text).filter((flow) => flow.includes("0.0.0.0/0")),
        stack,
      ).toEqual([]);
    }
  });

  it("begin at the network and at the ranges that the customer names", async () => {
    const named = await flows("invpc.aws.us-east-1.axonflow", { clientRanges: ["172.20.0.0/16"] });
    expect(named.map(text)).toContain("10.60.0.0/16+172.20.0.0/16 > ingress:443");
    expect((await flows("invpc.aws.us-east-1.axonflow")).map(text)).toContain("10.60.0.0/16 > ingress:443");
  });

  it("let the region check itself through its own balancer", async () => {
    expect((await flows("invpc.aws.us-east-1.axonflow")).map(text)).toEqual(
      expect.arrayContaining(["smoke > ingress:443", "smoke > ingress:80"]),
    );
  });

  it("reach the customer's model endpoint where there is one, on its port, and only from the API", async () => {
    const found = await flows("invpc.aws.ap-southeast-2.axonflow", {
      models: { customer: "https://models.customer.example:8443/v1" },
    });
    expect(found.map(text).filter((flow) => flow.includes("10.0.0.0/8"))).toEqual([
      "api > 10.0.0.0/8+172.16.0.0/12+192.168.0.0/16+100.64.0.0/10:8443",
    ]);
  });

  it("go to the customer's own database servers by their groups, once each", async () => {
    const found = (await flows("invpc.aws.eu-central-1.flow8")).map(text);
    expect(found.filter((flow) => flow.includes(":5432"))).toEqual([
      "api > sg-0a1b2c3d4e5f60741:5432",
      "worker > sg-0a1b2c3d4e5f60741:5432",
      "api > sg-0a1b2c3d4e5f60742:5432",
      "worker > sg-0a1b2c3d4e5f60742:5432",
    ]);
  });

  it("name a group once that several of those servers share", async () => {
    const server = (name: string) => ({
      host: `${name}.cluster-x.eu-central-1.rds.amazonaws.com`,
      masterSecretArn: `arn:aws:secretsmanager:eu-central-1:444455556666:secret:rds!cluster-${name}-AbCdEf`,
      resourceId: "cluster-ABC",
      securityGroupId: "sg-0a1b2c3d4e5f60741",
    });
    const databases = { adopt: { catalog: server("catalog"), tenantServers: { shared: server("shared") } } };
    const found = (await flows("invpc.aws.eu-central-1.flow8", { databases })).map(text);
    expect(found.filter((flow) => flow.includes(":5432"))).toEqual([
      "api > sg-0a1b2c3d4e5f60741:5432",
      "worker > sg-0a1b2c3d4e5f60741:5432",
    ]);
  });

  it("keep the adopted network's neighbours and its own endpoints working", async () => {
    const found = (await flows("invpc.aws.eu-west-1.axonflow")).map(text);
    expect(found).toContain("10.61.0.0/16 > endpoint:443");
    expect(found).toContain("api > 10.61.0.0/16:443");
  });
});

describe("flows with the edge at Cloudflare", () => {
  it("come from nobody outside: the connector calls out", async () => {
    const found = await flows("saas.aws.us-east-1.flow-cloudflare");
    expect(found.filter(({ to }) => to === "ingress")).toEqual([]);
    expect(found.map(text)).toContain("edge > 0.0.0.0/0:7844");
    expect(found.map(text)).toEqual(expect.arrayContaining(["smoke > 0.0.0.0/0:443", "smoke > 0.0.0.0/0:80"]));
    expect(found.filter(({ from }) => typeof from === "object")).toEqual([]);
  });
});

describe("every example's flows", () => {
  it.each(exampleStacks.map(({ stack }) => stack))("%s", async (stack) => {
    const found = await flows(stack);
    expect(new Set(found.map(text)).size, "none twice").toBe(found.length);
    // What AWS allows in the description of a rule.
    for (const { why } of found) expect(why).toMatch(/^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
  });
});
