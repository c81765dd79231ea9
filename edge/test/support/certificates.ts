import { generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";

export interface TestCertificate {
  /** PEM of the CA. */
  readonly ca: string;
  /** PEM, signed by the CA. */
  readonly certificate: string;
  readonly privateKey: string;
}

/** A CA and a certificate for `names`, valid for an hour (RFC 5280 section 4.1, in DER: ITU-T X.690). */
export const testCertificate = (names: readonly string[]): TestCertificate => {
  const [authority, server] = [keys(), keys()];
  const issuer = { name: named("edge test authority"), key: authority.privateKey };
  const isCa = extension("551d13", sequence(der(0x01, Buffer.from([0xff]))));
  const hosts = extension("551d11", sequence(...names.map((dns) => der(0x82, Buffer.from(dns)))));
  return {
    ca: issue(issuer, issuer.name, authority.publicKey, isCa),
    certificate: issue(issuer, named("edge under test"), server.publicKey, hosts),
    privateKey: server.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  };
};

const keys = () => generateKeyPairSync("ec", { namedCurve: "P-256" });

const issue = (
  issuer: { readonly name: Buffer; readonly key: KeyObject },
  subject: Buffer,
  publicKey: KeyObject,
  ...extensions: Buffer[]
): string => {
  const ecdsaWithSha256 = sequence(oid("2a8648ce3d040302"));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    issuer.name,
    sequence(time(Date.now() - 60_000), time(Date.now() + 3_600_000)),
    subject,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, issuer.key)]));
  const lines =
    sequence(body, ecdsaWithSha256, signature)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
};

const der = (tag: number, content: Buffer): Buffer => {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
};
const sequence = (...parts: Buffer[]): Buffer => der(0x30, Buffer.concat(parts));
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, "hex"));
const named = (name: string): Buffer => sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from(name)))));
const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), der(0x04, value));
/** UTCTime, as certificates have it until 2049. */
const time = (at: number): Buffer =>
  der(0x17, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]/g, "").slice(2, 14)}Z`));
