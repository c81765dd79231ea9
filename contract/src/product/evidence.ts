import * as z from "zod";

export const frameworks = [
  "soc-2",
  "iso-27001",
  "gdpr",
  "hipaa",
  "pci-dss",
  "rbi",
  "sebi",
  "eu-ai-act",
  "mas-feat",
  "ojk",
] as const;

/** Frameworks to which the control matrix is mapped. A mapping is no claim of certification. */
export const evidence = z.strictObject({ frameworks: z.array(z.enum(frameworks)) });

/** What `/.well-known/security.txt` says (RFC 9116 section 2.5). */
export const disclosure = z.strictObject({
  contact: z
    .array(
      z.string().regex(/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+|tel:\+\S+)$/, {
        error: 'must be a URI such as "mailto:security@flow.example" or "https://flow.example/security"',
      }),
    )
    .min(1),
  policy: z.url({ protocol: /^https$/ }),
  preferredLanguages: z.array(z.string().regex(/^[a-z]{2}$/)).min(1),
});
