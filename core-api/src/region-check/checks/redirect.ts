import { defineCheck, NotSo } from "../check.ts";
import { plainOrigin } from "../plain-origin.ts";
import { originsOf } from "../target.ts";

const target = "/api/v1/flows?limit=2";

/** Plain HTTP leads to the same host and target over TLS with 308, which keeps a POST one (RFC 9110 section 15.4.9). */
export const redirect = defineCheck({
  id: "redirect",
  title: "Redirect to TLS",
  needs: [],
  async run(checked, client) {
    for (const origin of originsOf(checked)) {
      for (const method of ["GET", "POST"]) {
        const plain = plainOrigin(checked, origin) + target;
        const { status, field } = await client.ask(plain, { method });
        const location = field("location");
        if (status === 308 && location === origin + target) continue;
        throw new NotSo(
          `${method} ${plain} is answered ${status}${location === undefined ? "" : ` to ${location}`}`,
          `It must be 308 to ${origin}${target}: lead port ${checked.httpPort} to the edge's own redirect, not to a load balancer's, which knows 301 and 302.`,
        );
      }
    }
    return `port ${checked.httpPort} answers 308 with the same path`;
  },
});
