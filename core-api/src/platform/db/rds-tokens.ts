import type { Login, Password } from "./login.ts";

export interface RdsTokenOptions {
  readonly region: string;
  /** Makes one token. @default the AWS SDK's signer, with the credentials of the process */
  readonly sign?: (login: Login) => Promise<string>;
  /** How long a token is used again; the server takes it for 15 minutes. @default 300 */
  readonly cacheSeconds?: number;
}

interface Held {
  readonly token: Promise<string>;
  readonly until: number;
}

/**
 * Passwords for roles that sign in to RDS with IAM: a signed, short-lived statement of who they are, made without asking
 * anybody. Connections that open at the same time share one; a token that could not be made is not kept.
 */
export const rdsTokens = ({ region, sign = signer(region), cacheSeconds = 300 }: RdsTokenOptions): Password => {
  const held = new Map<string, Held>();
  return function token(login) {
    const key = `${login.user}@${login.host}:${login.port}`;
    const known = held.get(key);
    if (known !== undefined && performance.now() < known.until) return known.token;
    const made = { token: sign(login), until: performance.now() + cacheSeconds * 1000 };
    held.set(key, made);
    made.token.catch(() => {
      if (held.get(key) === made) held.delete(key);
    });
    return made.token;
  };
};

/** The SDK is loaded by those who need it only. One signer a login: it keeps the credentials it found. */
const signer = (region: string): ((login: Login) => Promise<string>) => {
  const signers = new Map<string, { getAuthToken(): Promise<string> }>();
  return async function sign({ host, port, user }) {
    const key = `${user}@${host}:${port}`;
    const { Signer } = await import("@aws-sdk/rds-signer");
    const known = signers.get(key) ?? new Signer({ hostname: host, port, username: user, region });
    signers.set(key, known);
    return known.getAuthToken();
  };
};
