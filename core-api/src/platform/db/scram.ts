import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

const iterations = 4096;

/**
 * The verifier Postgres stores for a password (SCRAM-SHA-256, RFC 5803 section 2). Sent in place of the password, it
 * keeps the clear text out of the server's statement log. Passwords are ASCII here, so SASLprep changes nothing.
 */
export const scramVerifier = (password: string, salt: Uint8Array = randomBytes(16)): string => {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const key = (label: string): Uint8Array => createHmac("sha256", salted).update(label).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest("base64");
  const serverKey = Buffer.from(key("Server Key")).toString("base64");
  return `SCRAM-SHA-256$${iterations}:${Buffer.from(salt).toString("base64")}$${storedKey}:${serverKey}`;
};
