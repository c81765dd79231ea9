import { ports } from "./parts.ts";
import type { SubnetKind } from "./subnets.ts";

/** One line of a network ACL. Lists have no state: an answer needs a line of its own. */
export interface AclLine {
  readonly protocol: "tcp" | "udp" | "icmp" | "-1";
  readonly cidr: string;
  readonly from: number;
  readonly to: number;
}

export interface AclLines {
  readonly ingress: readonly AclLine[];
  readonly egress: readonly AclLine[];
}

export interface AclOptions {
  /** Range of the network. */
  readonly network: string;
  /** Ranges of the private subnets. */
  readonly tasks: readonly string[];
  /** Ranges whose clients may ask the load balancer. */
  readonly clients: readonly string[];
  /** Ports that tasks open connections to outside of the network on. */
  readonly outward: readonly number[];
  /** And those that they send datagrams to. @default none */
  readonly outwardDatagrams?: readonly number[];
}

const anywhere = "0.0.0.0/0";
const tcp = (cidr: string, from: number, to = from): AclLine => ({ protocol: "tcp", cidr, from, to });
const everything = (cidr: string): AclLine => ({ protocol: "-1", cidr, from: 0, to: 0 });
/** Ports that connections are answered on, whoever opened them: Linux begins at 32768, load balancers and S3 at 1024. */
const answers = (cidr: string): AclLine => tcp(cidr, 1024, 65_535);
/** "Fragmentation needed" (RFC 1191): without it a client behind a narrow link hangs. */
const tooBig = (cidr: string): AclLine => ({ protocol: "icmp", cidr, from: 0, to: 0 });

/**
 * The second fence behind the security groups, coarse on purpose: what a mistake in those could never open. A database
 * answers the private subnets alone, and nothing outside of the network opens a connection to a private subnet.
 */
export const aclLines = (kind: SubnetKind, options: AclOptions): AclLines => {
  const { network, tasks, clients, outward, outwardDatagrams = [] } = options;
  const udp = (cidr: string, from: number, to = from): AclLine => ({ protocol: "udp", cidr, from, to });
  const out = (cidr: string): readonly AclLine[] => [
    ...outward.map((port) => tcp(cidr, port)),
    ...outwardDatagrams.map((port) => udp(cidr, port)),
  ];
  const datagramAnswers = (cidr: string): readonly AclLine[] =>
    outwardDatagrams.length === 0 ? [] : [udp(cidr, 1024, 65_535)];
  switch (kind) {
    case "private":
      // S3's gateway and, through NAT, other regions are public addresses.
      return {
        ingress: [everything(network), answers(anywhere), ...datagramAnswers(anywhere), tooBig(anywhere)],
        egress: [everything(network), ...out(anywhere), tooBig(anywhere)],
      };
    case "database":
      return {
        ingress: tasks.map((cidr) => tcp(cidr, ports.database)),
        egress: tasks.map(answers),
      };
    case "ingress": {
      // What is in the network may do everything already, and AWS counts the lines.
      const outside = clients.filter((cidr) => cidr !== network);
      return {
        ingress: [
          everything(network),
          ...outside.flatMap((cidr) => [tcp(cidr, ports.https), tcp(cidr, ports.http), tooBig(cidr)]),
        ],
        egress: [everything(network), ...outside.flatMap((cidr) => [answers(cidr), tooBig(cidr)])],
      };
    }
    case "egress":
      return {
        ingress: [...tasks.flatMap(out), answers(anywhere), ...datagramAnswers(anywhere), tooBig(anywhere)],
        egress: [...out(anywhere), ...tasks.map(answers), ...tasks.flatMap(datagramAnswers), tooBig(anywhere)],
      };
  }
};
