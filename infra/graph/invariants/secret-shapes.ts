/** Values that are a secret, whatever they are called. */
const shapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{16,}/,
  /\bsk[-_](live|test|ant|proj)?[-_]?[A-Za-z0-9]{6,}/i,
  /\bxox[abeoprs]-[A-Za-z0-9-]{8,}/,
  /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\./, // a JSON Web Token
  /:\/\/[^/\s:@]+:[^/\s@]+@/, // a password in an address
  /[?&](api[_-]?key|token|secret|password|sig|signature)=/i,
];

/** True for a text that holds a key, a token or a password by its look. */
export const looksSecret = (text: string): boolean => shapes.some((shape) => shape.test(text));

const secretName =
  /password|passwd|passphrase|private_?key|pepper|credential|api_?key|access_?key|admin_?key|edge_?keys|secret|token/i;

/** Names that speak of a secret and hold the name of one: a path, or where to find it. */
const pointsTo = /(_FILE|_FOLDER|_IDS?|_ARN)$/;

/** True for a name that a secret would have. */
export const namesSecret = (name: string): boolean => secretName.test(name) && !pointsTo.test(name);
