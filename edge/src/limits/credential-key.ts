/**
 * Names a credential for counting without keeping it: two 32-bit multiplicative hashes over the characters, seeded at
 * random, so that nobody can look for a credential that shares another's limit.
 */
export const createCredentialKey = (seeds: Uint32Array): ((credential: string) => string) => {
  const [first = 0, second = 0] = seeds;
  return (credential) => {
    let high = first;
    let low = second;
    for (let at = 0; at < credential.length; at++) {
      const code = credential.charCodeAt(at);
      high = Math.imul(high ^ code, 2654435761);
      low = Math.imul(low ^ code, 1597334677);
      high ^= low >>> 15;
      low ^= high >>> 13;
    }
    return `${(high >>> 0).toString(36)}.${(low >>> 0).toString(36)}`;
  };
};
