import * as z from "zod";
import { certificateArn, imageByDigest, secretArn } from "./aws-names.ts";
import { text } from "./text.ts";

/** Names and certificate of the region's host: made in a Route 53 zone, or brought. */
export const ingress = z.union(
  [
    z.strictObject({
      zoneId: text(/^Z[A-Z0-9]{8,31}$/, "must be the id of a hosted zone, such as Z0123456789ABC").describe(
        "Public hosted zone of the domain (`aws route53 list-hosted-zones`): certificate and records are made in it.",
      ),
    }),
    z.strictObject({
      certificateArn: certificateArn.describe(
        "Certificate, issued, for the region's host and `*.` below it; records are the operator's.",
      ),
      authority: text(
        /^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/,
        "must be certificates in PEM, and no key",
      )
        .optional()
        .describe(
          "Certificate of the authority behind it in PEM, unless browsers trust it: for the region's own check.",
        ),
    }),
  ],
  { error: "must have either `zoneId` or `certificateArn`" },
);

/** Code of a Worker, built by `npm run build-workers`. A release changes nothing else. */
export const workerBundle = z.strictObject({
  path: z
    .string()
    .regex(/^[\w./-]+\.js$/, { error: "must be the path of a bundle, such as edge/dist/global.js" })
    .describe(
      "The bundle, from the repository's root: `npm run build-workers` makes it and prints this and its SHA-256.",
    ),
  sha256: text(/^[0-9a-f]{64}$/, "must be the SHA-256 of the bundle, 64 hexadecimal digits").describe(
    "What the bundle must be: another one is refused.",
  ),
  reviewed: text(/^\d{4}-\d{2}-\d{2}$/, "must be the day security.txt was last reviewed, such as 2026-11-01").describe(
    "Day on which security.txt was last reviewed, in quotes; it expires a year later (RFC 9116).",
  ),
});

export type WorkerBundle = z.output<typeof workerBundle>;

export const edgePlacement = z.discriminatedUnion("placement", [
  z.strictObject({ placement: z.literal("regional").describe("Requests are decrypted in the stamp.") }),
  z.strictObject({
    placement: z
      .literal("cloudflare")
      .describe("Requests are decrypted in Cloudflare's network, and come by a tunnel."),
    accountId: text(/^[0-9a-f]{32}$/, "must be the 32 hexadecimal digits of a Cloudflare account").describe(
      "Cloudflare account of the Worker and the tunnel.",
    ),
    zoneId: text(/^[0-9a-f]{32}$/, "must be the 32 hexadecimal digits of a Cloudflare zone").describe(
      "Cloudflare zone of the product's domain.",
    ),
    tunnelId: text(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      "must be the id of a tunnel, such as 01234567-89ab-cdef-0123-456789abcdef",
    ).describe("Tunnel that `cloudflared tunnel create` made: its token must never be in a program or its state."),
    tunnelTokenSecretArn: secretArn.describe(
      "Secret of this account that holds the tunnel's token, put there by hand.",
    ),
    connector: imageByDigest.describe("Image of cloudflared, 2025.7 or newer, from a registry of this region."),
    worker: workerBundle.describe("Code of the region's Worker, by digest."),
    waiver: z
      .string()
      .min(20)
      .max(500)
      .optional()
      .describe(
        "Why this placement is taken although the profile promises that everything stays inside the jurisdiction.",
      ),
  }),
]);
