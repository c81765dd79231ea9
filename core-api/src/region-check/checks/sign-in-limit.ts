import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { defineCheck, NotSo } from "../check.ts";
import { tenantOrigin } from "../target.ts";

/** Longer than any window that a person would wait for who mistyped a password. */
const longestSeconds = 300;

/**
 * Who guesses passwords is told to wait, and truthfully for how long (RFC 6585 section 4). With an account that nobody has,
 * and no attempt more than it takes: who signs in from the same address waits as long.
 */
export const signInLimit = defineCheck({
  id: "sign-in-limit",
  title: "Limit of sign-ins",
  needs: ["tenant"],
  async run({ url, tenant, signInAttempts }, client) {
    const made = randomBytes(8).toString("hex");
    const body = { email: `nobody-${made}@region-check.example`, password: `wrong-${made}` };
    const attempt = () => client.ask(`${tenantOrigin(url, tenant)}/api/v1/auth/sign-in`, { method: "POST", body });

    let attempts = 1;
    let reply = await attempt();
    while (reply.status !== 429 && attempts < signInAttempts) {
      if (reply.status !== 401) {
        throw new NotSo(
          `a made-up account is answered ${reply.status}, not 401`,
          `See that ${tenant} is a tenant of this region.`,
        );
      }
      reply = await attempt();
      attempts += 1;
    }
    if (reply.status !== 429) {
      throw new NotSo(
        `${attempts} attempts to sign in, and no 429`,
        "See limits.authentication of the product, and that the edge sees clients' own addresses (BAILIWICK_TRUSTED_HOPS).",
      );
    }
    const stated = reply.field("retry-after");
    const seconds = Number(stated);
    if (stated === undefined || !/^\d+$/.test(stated) || seconds < 1 || seconds > longestSeconds) {
      throw new NotSo(
        `429 with Retry-After ${stated ?? "absent"}`,
        "It must be whole seconds, 1 or more: see what changes it on the way.",
      );
    }
    await sleep(seconds * 1000);
    const { status } = await attempt();
    if (status === 429) {
      throw new NotSo(
        `429 with Retry-After ${seconds}, and 429 again after as many seconds`,
        "See whether somebody else signs in from this address, and whether something in front of the edge limits too.",
      );
    }
    return `429 at attempt ${attempts}, and none after the ${seconds} s it told to wait`;
  },
});
