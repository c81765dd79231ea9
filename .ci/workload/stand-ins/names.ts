import { createSocket } from "node:dgram";

export interface Names {
  /** Every name that was asked for, known or not. */
  readonly asked: ReadonlySet<string>;
  stop(): Promise<void>;
}

/**
 * A DNS server on port 53 of `address` that knows what `addressOf` knows, IPv4 only, and answers NXDOMAIN for the rest, so that
 * nothing is asked outside. Nothing is to be cached: a name may lead elsewhere the next time. (RFC 1035 section 4.1)
 */
export const startNames = async (address: string, addressOf: (name: string) => string | undefined): Promise<Names> => {
  const socket = createSocket("udp4");
  const asked = new Set<string>();
  const known = (name: string): string | undefined => {
    asked.add(name);
    return addressOf(name);
  };
  socket.on("message", (question, from) => {
    const answer = answerTo(question, known);
    if (answer !== undefined) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(53, address, resolve);
  });
  return { asked, stop: () => new Promise((resolve) => socket.close(() => resolve())) };
};

const headerBytes = 12;
const typeA = 1;

const answerTo = (question: Buffer, addressOf: (name: string) => string | undefined): Buffer | undefined => {
  if (question.length < headerBytes + 5) return undefined;
  const labels: string[] = [];
  let at = headerBytes;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString("ascii", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = question.readUInt16BE(at + 1);
  const asked = question.subarray(headerBytes, at + 5);
  const found = addressOf(labels.join(".").toLowerCase());
  const answers = found !== undefined && type === typeA ? 1 : 0;
  const header = Buffer.alloc(headerBytes);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(found === undefined ? 0x8583 : 0x8580, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers, 6);
  if (found === undefined || answers === 0) return Buffer.concat([header, asked]);
  // The name as a pointer to the question, type A, class IN, no time to live, four bytes of address.
  const record = Buffer.from([0xc0, headerBytes, 0, typeA, 0, 1, 0, 0, 0, 0, 0, 4, ...found.split(".").map(Number)]);
  return Buffer.concat([header, asked, record]);
};
