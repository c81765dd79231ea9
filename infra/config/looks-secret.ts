/** How keys begin that services hand out, and what holds one: nobody writes these into a text by chance. */
const shapes: readonly RegExp[] = [
  /\b(?:AKIA|ASIA)[A-Z0-9]{12}/, // AWS
  /\b(?:gh[pousr]_|github_pat_|glpat-)\w{10}/, // GitHub, GitLab
  /\bxox[abeprs]-\w{6}/, // Slack
  /\b[sr]k[-_](?:\w+[-_])?(?=\w*\d)\w{16}/, // Stripe, OpenAI, Anthropic
  /\bAIza[\w-]{20}/, // Google
  /\beyJ[\w-]{6,}\.eyJ/, // JSON web tokens
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /:\/\/[^/\s:@]+:[^/\s@]+@/, // a password in an address
];

/** True when a text holds what looks like a key or a password. */
export const looksSecret = (text: string): boolean => shapes.some((shape) => shape.test(text));
