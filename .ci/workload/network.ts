import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";

/** A private network on this machine: its tasks have an address each, and this process one in it. */
export interface Network {
  /** This process's address, where stand-ins listen. */
  readonly address: string;
  /** A place for one task: a network namespace with an address of its own, as ECS gives (`awsvpc`). */
  attach(): Attachment;
  /** One more address of this process, for a stand-in whose port another one has too. */
  anotherAddress(): string;
  /** Has a port of one of this process's addresses lead to a port of loopback. */
  forward(address: string, port: number, to: number): Promise<Gate>;
  remove(): Promise<void>;
}

/** A way that can be closed, as when a server is away, and opened again. */
export interface Gate {
  close(): void;
  open(): Promise<void>;
}

export interface Attachment {
  readonly address: string;
  /** Path for `podman run --network ns:…`. */
  readonly namespace: string;
  /** Has `port` of the task's own loopback lead to a port of this process's address. */
  loopback(port: number, to: number): Promise<void>;
  remove(): void;
}

const ip = (...args: readonly string[]): void => {
  execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });
};

/** Makes the network. Needs root and iproute2; throws with what `ip` says. */
export const createNetwork = (): Network => {
  const id = randomBytes(3).toString("hex");
  const [second, third] = randomBytes(2);
  const prefix = `10.${200 + ((second ?? 0) % 50)}.${third}`;
  const bridge = `bw${id}`;
  // Left to itself a bridge takes the lowest address of its ports, a new one with each task, and the others ask the old one.
  ip("link", "add", bridge, "address", `02:${id.match(/../g)?.join(":")}:00:01`, "type", "bridge");
  ip("address", "add", `${prefix}.1/24`, "dev", bridge);
  ip("link", "set", bridge, "up");
  const address = `${prefix}.1`;
  const gates: Gate[] = [];
  const attachments = new Set<Attachment>();
  let last = 1;

  const attach = (): Attachment => {
    last += 1;
    const own = `${prefix}.${last}`;
    const name = `bw${id}-${last}`;
    const [outer, inner] = [`v${id}${last}`, `w${id}${last}`];
    const children: ChildProcess[] = [];
    ip("netns", "add", name);
    ip("link", "add", outer, "type", "veth", "peer", "name", inner);
    ip("link", "set", outer, "master", bridge, "up");
    ip("link", "set", inner, "netns", name);
    ip("-n", name, "address", "add", `${own}/24`, "dev", inner);
    ip("-n", name, "link", "set", inner, "up");
    ip("-n", name, "link", "set", "lo", "up");
    const attachment: Attachment = {
      address: own,
      namespace: `/run/netns/${name}`,
      async loopback(port, to) {
        const script = `require("node:net").createServer((from) => {
          const on = require("node:net").connect(${to}, "${address}");
          from.pipe(on).pipe(from);
          for (const end of [from, on]) end.on("error", () => { from.destroy(); on.destroy(); });
        }).listen(${port}, "127.0.0.1", () => console.log("listening"));`;
        const child = spawn("ip", ["netns", "exec", name, process.execPath, "--eval", script], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        children.push(child);
        await new Promise((resolve, reject) => {
          child.stdout.once("data", resolve);
          child.once("exit", () => reject(new Error(`nothing listens on port ${port} of ${name}`)));
        });
      },
      remove() {
        for (const child of children) child.kill("SIGKILL");
        ip("netns", "delete", name);
        attachments.delete(attachment);
      },
    };
    attachments.add(attachment);
    return attachment;
  };

  return {
    address,
    attach,
    anotherAddress() {
      last += 1;
      ip("address", "add", `${prefix}.${last}/24`, "dev", bridge);
      return `${prefix}.${last}`;
    },
    async forward(at, port, to) {
      const sockets = new Set<Socket>();
      const server = createServer((from) => {
        sockets.add(from);
        from.once("close", () => sockets.delete(from));
        pipe(from, connect(to, "127.0.0.1"));
      });
      const gate: Gate = {
        close() {
          server.close();
          for (const socket of sockets) socket.destroy();
        },
        open: () =>
          new Promise((resolve, reject) => {
            server.once("error", reject);
            server.listen(port, at, resolve);
          }),
      };
      gates.push(gate);
      await gate.open();
      return gate;
    },
    async remove() {
      for (const attachment of attachments) attachment.remove();
      for (const gate of gates) gate.close();
      ip("link", "delete", bridge);
    },
  };
};

/** Each end goes with the other, however that one went. */
const pipe = (from: Socket, to: Socket): void => {
  from.pipe(to).pipe(from);
  for (const [end, other] of [
    [from, to],
    [to, from],
  ] as const) {
    end.on("error", () => other.destroy());
    end.on("close", () => other.destroy());
  }
};
