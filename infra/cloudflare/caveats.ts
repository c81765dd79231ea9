import type { Region } from "@bailiwick/contract/region";

/** What Cloudflare's placement of a region's edge cannot promise. The program prints it at every run. */
export const caveats = ({ id, jurisdiction }: Region, waiver: string): readonly string[] => [
  `The edge of ${id} runs in Cloudflare's network: requests are decrypted there, by a company and on machines that are not this stamp's.`,
  `Regional Services keep TLS and the Worker of the region's host in "${jurisdiction}"; this is the provider's word, and needs its Enterprise add-on.`,
  "They do not cover the Worker's own requests: the way to the origin ends in whichever data centre the tunnel dialled, near by, but not promised.",
  "Logs of Workers exist for the United States only; they are switched off.",
  `Taken nevertheless, by the stack file: ${waiver}`,
];
