import { ConfigError, readConfig } from "../config.ts";
import { SecretsRefused } from "./refused.ts";

const readAs = {
  edgeKeys: "BAILIWICK_EDGE_KEYS",
  pinPrivateKey: "BAILIWICK_PIN_PRIVATE_KEY",
  pinPepper: "BAILIWICK_PIN_PEPPER",
  adminKey: "BAILIWICK_ADMIN_KEY",
} as const;

/**
 * Throws `SecretsRefused`, which names the secret and repeats nothing of it, for a value that the processes would refuse at their
 * start: they read it here as they do there. A secret that none of them reads as text has no reader, and passes.
 */
export const judgeSecret = async (name: string, value: string): Promise<void> => {
  if (!isRead(name)) return;
  const variable = readAs[name];
  try {
    await readConfig({ [variable]: value }, [name]);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [problem = "cannot be used."] = error.problems;
    throw new SecretsRefused(`The secret ${name} ${problem.replace(`${variable} `, "")}`);
  }
};

const isRead = (name: string): name is keyof typeof readAs => name in readAs;
