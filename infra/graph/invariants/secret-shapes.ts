import { looksSecret as isKnownShape } from "../../config/looks-secret.ts";

/** A secret that an address carries in its query. */
const asked = /[?&](api[_-]?key|token|secret|password|sig|signature)=/i;

/** True for a text that holds a key, a token or a password by its look. */
export const looksSecret = (text: string): boolean => isKnownShape(text) || asked.test(text);

const secretName =
  /password|passwd|passphrase|private_?key|pepper|credential|api_?key|access_?key|admin_?key|edge_?keys|secret|token/i;

/** Names that speak of a secret and hold the name of one: a path, or where to find it. */
const pointsTo = /(_FILE|_FOLDER|_IDS?|_ARN)$/;

/** True for a name that a secret would have. */
export const namesSecret = (name: string): boolean => secretName.test(name) && !pointsTo.test(name);
