import { describe, expect, it } from "vitest";
import { mostClientRanges } from "../config/rules/network.ts";
import { type AclLine, type AclOptions, aclLines } from "./network-acls.ts";
import { subnetKinds } from "./subnets.ts";

const tasks = ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"];
const inside: AclOptions = { network: "10.0.0.0/16", tasks, clients: ["10.0.0.0/16", "172.20.0.0/16"], outward: [443] };
const open: AclOptions = { ...inside, clients: ["0.0.0.0/0"], outward: [443, 80] };

const text = ({ protocol, cidr, from, to }: AclLine): string =>
  `${protocol} ${cidr}${protocol === "tcp" ? ` ${from}${from === to ? "" : `-${to}`}` : ""}`;
const lines = (kind: (typeof subnetKinds)[number], options: AclOptions) => {
  const { ingress, egress } = aclLines(kind, options);
  return { ingress: ingress.map(text), egress: egress.map(text) };
};

describe("network ACLs", () => {
  it("let a database answer the private subnets on its port, and nobody else", () => {
    expect(lines("database", open)).toEqual({
      ingress: tasks.map((cidr) => `tcp ${cidr} 5432`),
      egress: tasks.map((cidr) => `tcp ${cidr} 1024-65535`),
    });
  });

  it("let tasks ask outside on the ports they need, and only answers in", () => {
    expect(lines("private", inside)).toEqual({
      ingress: ["-1 10.0.0.0/16", "tcp 0.0.0.0/0 1024-65535", "icmp 0.0.0.0/0"],
      egress: ["-1 10.0.0.0/16", "tcp 0.0.0.0/0 443", "icmp 0.0.0.0/0"],
    });
  });

  it("let the internet to a public load balancer on two ports", () => {
    expect(lines("ingress", open).ingress).toEqual([
      "-1 10.0.0.0/16",
      "tcp 0.0.0.0/0 443",
      "tcp 0.0.0.0/0 80",
      "icmp 0.0.0.0/0",
    ]);
  });

  it("let only the named ranges to one inside", () => {
    const { ingress, egress } = lines("ingress", inside);
    expect([...ingress, ...egress].filter((line) => line.includes("0.0.0.0/0"))).toEqual([]);
    expect(ingress).toContain("tcp 172.20.0.0/16 443");
  });

  it("pass a NAT gateway only what the tasks asked for", () => {
    expect(lines("egress", { ...inside, outward: [443, 7844] }).ingress).toEqual([
      ...tasks.flatMap((cidr) => [`tcp ${cidr} 443`, `tcp ${cidr} 7844`]),
      "tcp 0.0.0.0/0 1024-65535",
      "icmp 0.0.0.0/0",
    ]);
  });

  it("take as many ranges of clients as a stack file may name", () => {
    const ranges = Array.from({ length: mostClientRanges.create }, (_, at) => `172.20.${at}.0/24`);
    const { ingress, egress } = aclLines("ingress", { ...inside, clients: [inside.network, ...ranges] });
    expect([ingress.length, egress.length]).toEqual([19, 13]);
  });

  it.each(subnetKinds)("stay below AWS's limit of 20 lines: %s", (kind) => {
    const many = { ...open, clients: ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"], outward: [443, 80, 7844, 8443] };
    const { ingress, egress } = aclLines(kind, many);
    expect(Math.max(ingress.length, egress.length)).toBeLessThanOrEqual(20);
  });
});
