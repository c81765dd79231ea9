import type { ConformanceVector } from "../conformance/result.ts";
import type { PinAnswer } from "./answer.ts";
import { decodeBase64Url, encodeBase64Url } from "./base64url.ts";
import { buildPinMap, type PinMapContent, type PinRecord } from "./build.ts";
import { decodePins } from "./decode.ts";
import { createPinDirectory, type PinOffer } from "./directory.ts";
import { PinMapError } from "./error.ts";
import { pinFormat } from "./format.ts";
import { exportPinPublicKey, generatePinKeyPair, importPinPrivateKey, pinKeyId } from "./keys.ts";
import { signPinMap } from "./sign.ts";
import { tenantKeys } from "./tenant-key.ts";
import { verifyPinMap } from "./verify.ts";

/** Vectors made from the layout in `format.ts` by another program (Python's `hmac`, `struct` and OpenSSL's Ed25519). */
export const pinVectors = {
  /** RFC 8032 section 7.1, test 1. Published, so worth nothing as a secret. */
  keyPair: {
    privateKey: "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v_VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
    publicKey: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
  },
  pepper: Uint8Array.from({ length: 32 }, (_, at) => at),
  content: {
    region: "westeurope",
    regions: ["westeurope", "northeurope", "uksouth"],
    epoch: 2 ** 32 + 5,
    issuedAt: 1_800_000_000,
    notAfter: 1_800_086_400,
    records: [
      { tenant: "acme", state: "active" },
      { tenant: "bravo", state: "frozen" },
      { tenant: "cobalt", state: "moved", region: "northeurope", epoch: 2 },
      { tenant: "delta", state: "suspended" },
      { tenant: "echo", state: "active", epoch: 4 },
    ],
  } satisfies PinMapContent,
  /** First 8 bytes of HMAC-SHA-256(pepper, "org:acme"). */
  acmeKey: "1b7742e965c04bac",
  keyId: "21fe31dfa154a261",
  body:
    "4257504d01030000050000000100000000d2496b0000000080234b6b0000000000000000000000000500000002000000200000000a77657374" +
    "6575726f70650b6e6f7274686575726f706507756b736f75746800e942771bbc847b49f2e4bd572eac2c5a513594aeac4bc0659573d3cae36b" +
    "19b2a4fd1c7a722e70c400810040c000000001000000020000000200000004000000",
  signature:
    "0ac5707b33003770bd665f0daa630e7ae540e3e9509d48f201c7f55b3f268af2ca6940ba91d3d986ea7b767ffe7fbd2ade05e76b79aa4b3b5a" +
    "7840dac1ded005",
} as const;

const { keyPair, pepper, content } = pinVectors;
const westeurope = { id: "westeurope", pinKeys: [keyPair.publicKey] };
const during = content.issuedAt + 60;

const signed = async (over: Partial<PinMapContent> = {}): Promise<Uint8Array<ArrayBuffer>> =>
  signPinMap(
    await buildPinMap({ ...content, ...over }, pepper),
    await importPinPrivateKey(keyPair.privateKey),
    await exportPinPublicKey(keyPair.privateKey),
  );

const northeurope = (
  records: readonly PinRecord[],
  over: Partial<PinMapContent> = {},
): Promise<Uint8Array<ArrayBuffer>> =>
  signed({ region: "northeurope", regions: ["northeurope", "westeurope"], epoch: 1, records, ...over });

/** Asks a directory of two regions, given these maps in order, for these slugs at `at`. */
const ask = async (maps: readonly [string, Uint8Array][], slugs: readonly string[], at = during): Promise<string> => {
  let clock = content.issuedAt;
  const directory = createPinDirectory({
    registry: {
      product: "flowguard",
      globalUrl: "https://flowguard.example",
      regions: ["westeurope", "northeurope"].map((id) => ({
        id,
        jurisdiction: "eu",
        baseUrl: `https://${id}.flowguard.example`,
        pinKeys: [keyPair.publicKey],
      })),
    },
    pepper,
    now: () => clock,
  });
  const said: string[] = [];
  for (const [region, bytes] of maps) said.push(offerText(await directory.offer(region, bytes)));
  clock = at;
  for (const slug of slugs) {
    const first = answerText(await directory.lookup(slug));
    const again = answerText(directory.peek(slug));
    said.push(first === again ? first : `${first}, then ${again}`);
  }
  return said.join("; ");
};

const offerText = (offer: PinOffer): string => (offer.accepted ? `accepted ${offer.epoch}` : offer.reason);

const answerText = (answer: PinAnswer | undefined): string => {
  if (answer === undefined) return "not cached";
  if (answer.kind === "pinned") return `${answer.state} ${answer.region} ${answer.epoch}`;
  return answer.kind === "unknown" ? "unknown" : `${answer.reason} ${answer.region ?? "-"}`;
};

const codeOf = async (attempt: () => Promise<unknown>): Promise<string> => {
  try {
    await attempt();
    return "accepted";
  } catch (error) {
    return error instanceof PinMapError ? error.code : `not a PinMapError: ${String(error)}`;
  }
};

/** Tries all variants and says how many ended in which way. */
const tally = async (variants: Iterable<Uint8Array>): Promise<string> => {
  const counts = new Map<string, number>();
  for (const bytes of variants) {
    const code = await codeOf(() => verifyPinMap(bytes, westeurope));
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts]
    .map(([code, count]) => `${code} ${count}`)
    .sort()
    .join(", ");
};

function* truncations(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length);
}

function* flips(bytes: Uint8Array): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) {
    const flipped = new Uint8Array(bytes);
    flipped[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
    yield flipped;
  }
}

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Everything a map must do alike in every runtime. */
export const pinConformance: readonly ConformanceVector[] = [
  ["base64url", "-_8A", async () => encodeBase64Url(decodeBase64Url("-_8A"))],
  [
    "tenant key",
    pinVectors.acmeKey,
    async () => {
      const { hi, lo } = await tenantKeys(pepper)("acme");
      return [hi, lo].map((word) => word.toString(16).padStart(8, "0")).join("");
    },
  ],
  [
    "public key of a private one",
    keyPair.publicKey,
    async () => encodeBase64Url(await exportPinPublicKey(keyPair.privateKey)),
  ],
  ["key id", pinVectors.keyId, async () => hex(await pinKeyId(decodeBase64Url(keyPair.publicKey)))],
  ["unsigned body", pinVectors.body, async () => hex(await buildPinMap(content, pepper))],
  ["signature", pinVectors.signature, async () => hex((await signed()).subarray(-pinFormat.signatureBytes))],
  [
    "verified header",
    '["westeurope",["westeurope","northeurope","uksouth"],4294967301,1800000000,1800086400,5]',
    async () => {
      const { region, regions, epoch, issuedAt, notAfter, size } = await verifyPinMap(await signed(), westeurope);
      return JSON.stringify([region, regions, epoch, issuedAt, notAfter, size]);
    },
  ],
  [
    "both byte orders",
    "true",
    async () => {
      const body = await buildPinMap(content, pepper);
      const [little, big] = [decodePins(body, true), decodePins(body, false)];
      const arrays = ["hi", "lo", "positions", "epochs"] as const;
      // Only the order of this machine reads in place; the other one must still read what the layout says.
      return String(arrays.every((name) => little[name].join() === big[name].join()));
    },
  ],
  [
    "an unaligned map",
    "accepted",
    async () => {
      const bytes = await signed();
      const shifted = new Uint8Array(bytes.length + 1);
      shifted.set(bytes, 1);
      return codeOf(() => verifyPinMap(shifted.subarray(1), westeurope));
    },
  ],
  ["every truncation", "bad-signature 96, truncated 116", async () => tally(truncations(await signed()))],
  [
    "a flipped bit in every byte",
    "bad-signature 199, not-a-pin-map 4, unknown-key 8, unsupported-version 1",
    async () => tally(flips(await signed())),
  ],
  [
    "a trailing byte",
    "bad-signature",
    async () => codeOf(async () => verifyPinMap(new Uint8Array([...(await signed()), 0]), westeurope)),
  ],
  [
    "another region's map",
    "wrong-region",
    async () => codeOf(async () => verifyPinMap(await northeurope([]), westeurope)),
  ],
  [
    "a key that is not listed",
    "unknown-key",
    async () => {
      const other = await generatePinKeyPair();
      return codeOf(async () => verifyPinMap(await signed(), { id: "westeurope", pinKeys: [other.publicKey] }));
    },
  ],
  [
    "a generated key",
    "accepted",
    async () => {
      const pair = await generatePinKeyPair();
      const body = await buildPinMap(content, pepper);
      const publicKey = await exportPinPublicKey(pair.privateKey);
      const bytes = await signPinMap(body, await importPinPrivateKey(pair.privateKey), publicKey);
      return codeOf(() => verifyPinMap(bytes, { id: "westeurope", pinKeys: [keyPair.publicKey, pair.publicKey] }));
    },
  ],
  [
    "keys that are not a pair",
    "key-mismatch",
    () =>
      codeOf(async () => {
        const other = await generatePinKeyPair();
        const body = await buildPinMap(content, pepper);
        return signPinMap(body, await importPinPrivateKey(keyPair.privateKey), decodeBase64Url(other.publicKey));
      }),
  ],
  [
    "answers while a region's map is missing",
    "accepted 4294967301; active westeurope 0; frozen westeurope 0; moved northeurope 2; suspended westeurope 0; active westeurope 4; missing northeurope; unknown",
    async () => ask([["westeurope", await signed()]], ["acme", "bravo", "cobalt", "delta", "echo", "foxtrot", "NO"]),
  ],
  [
    "answers of both regions",
    "accepted 4294967301; accepted 1; active westeurope 0; active northeurope 2; unknown",
    async () =>
      ask(
        [
          ["westeurope", await signed()],
          ["northeurope", await northeurope([{ tenant: "cobalt", state: "active", epoch: 2 }])],
        ],
        ["acme", "cobalt", "foxtrot"],
      ),
  ],
  [
    "live in two regions",
    "accepted 4294967301; accepted 1; conflict -; frozen westeurope 0",
    async () =>
      ask(
        [
          ["westeurope", await signed()],
          ["northeurope", await northeurope([{ tenant: "acme", state: "suspended" }])],
        ],
        ["acme", "bravo"],
      ),
  ],
  [
    "the last second of a map",
    "accepted 4294967301; active westeurope 0",
    async () => ask([["westeurope", await signed()]], ["acme"], content.notAfter),
  ],
  [
    "an expired map",
    "accepted 4294967301; accepted 1; expired westeurope; active northeurope 2; expired westeurope",
    async () =>
      ask(
        [
          ["westeurope", await signed()],
          [
            "northeurope",
            await northeurope([{ tenant: "cobalt", state: "active", epoch: 2 }], { notAfter: content.notAfter + 60 }),
          ],
        ],
        ["acme", "cobalt", "foxtrot"],
        content.notAfter + 1,
      ),
  ],
  [
    "an older, the same, another of the same epoch, a newer map",
    "accepted 4294967301; older; same; invalid; accepted 4294967302; unknown",
    async () =>
      ask(
        [
          ["westeurope", await signed()],
          ["westeurope", await signed({ epoch: 2 ** 32 + 4, records: [] })],
          ["westeurope", await signed()],
          ["westeurope", await signed({ records: [] })],
          ["westeurope", await signed({ epoch: 2 ** 32 + 6, records: [] })],
        ],
        ["-"],
      ),
  ],
];
