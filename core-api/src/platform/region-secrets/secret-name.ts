/** The secrets of a region that it makes for itself. */
export const secretNames = [
  "edgeKeys",
  "pinPrivateKey",
  "pinPublicKey",
  "pinPepper",
  "adminKey",
  "originCa",
  "originTls",
  "edgeTls",
] as const;

export type SecretName = (typeof secretNames)[number];

/** Names or ARNs in the store. */
export type SecretIds = Readonly<Record<SecretName, string>>;
