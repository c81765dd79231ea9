import { certificatesIn } from "../certificates/index.ts";
import { makeAuthority } from "../certificates/make.ts";
import { type AuthoritySecret, authorityText, parseAuthority } from "./authority-secret.ts";
import type { RegionSecretsOptions } from "./ensure.ts";
import { SecretsRefused } from "./refused.ts";
import { authorityDays, isLeafOf } from "./tls.ts";

/** Every process is started anew after each: `add` before `use`, so that whoever connects trusts both by then. */
export const rotationSteps = ["add", "use", "drop"] as const;
export type RotationStep = (typeof rotationSteps)[number];

/**
 * One step towards another authority of the region. `add` makes it and has it trusted beside the one in use; `use` has it sign
 * what `ensureTls` makes from then on; `drop` ends the trust in the old one. A step that was taken already changes nothing.
 * Throws `SecretsRefused` for one whose turn it is not.
 */
export const rotateAuthority = async (options: RegionSecretsOptions, step: RotationStep): Promise<void> => {
  const { store, ids } = options;
  const stored = await store.read(ids.originCa);
  if (stored === undefined) throw new SecretsRefused("The secret originCa has no value yet: region init makes it.");
  const next = await steps[step](parseAuthority(stored.value), options);
  if (next === undefined) return;
  const text = authorityText(next);
  const { value } = await store.write(ids.originCa, text, stored.version);
  if (value !== text) throw new SecretsRefused("Another process changed the secret originCa at the same time.");
};

type Step = (secret: AuthoritySecret, options: RegionSecretsOptions) => Promise<AuthoritySecret | undefined>;

const steps: Readonly<Record<RotationStep, Step>> = {
  async add({ certificate, privateKey, nextPrivateKey }, { originName }) {
    const known = certificatesIn(certificate);
    if (nextPrivateKey !== undefined) return undefined;
    if (known.length > 1)
      throw new SecretsRefused("The last rotation is not at its end: drop the old authority first.");
    const made = await makeAuthority({
      commonName: `Authority of ${originName} from ${new Date().toISOString().slice(0, 10)}`,
      days: authorityDays,
      domains: [originName],
    });
    return { certificate: known.join("") + made.certificate, privateKey, nextPrivateKey: made.privateKey };
  },
  async use({ certificate, nextPrivateKey }) {
    const [old, next] = certificatesIn(certificate);
    if (nextPrivateKey === undefined) {
      if (next !== undefined) return undefined;
      throw new SecretsRefused(
        "There is no authority to use in place of this one: add one, and restart every process.",
      );
    }
    return { certificate: `${next}${old}`, privateKey: nextPrivateKey };
  },
  async drop({ certificate, privateKey, nextPrivateKey }, options) {
    const [used, old] = certificatesIn(certificate);
    if (nextPrivateKey !== undefined) {
      throw new SecretsRefused("The new authority is not in use yet: use it, and restart every process.");
    }
    if (old === undefined || used === undefined) return undefined;
    for (const name of ["originTls", "edgeTls"] as const) {
      if (await isLeafOf(options, name, used)) continue;
      throw new SecretsRefused(`The secret ${name} still leads to the old authority: run region init.`);
    }
    return { certificate: used, privateKey };
  },
};
