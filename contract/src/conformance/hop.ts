import { hostMatcher } from "../region/index.ts";
import { importEdgeKey, type SignedRequest, sign, verify } from "../signature/index.ts";
import type { ConformanceVector } from "./result.ts";

const request: SignedRequest = {
  time: 1_800_000_000,
  method: "GET",
  target: "/api/v1/flows?limit=20",
  host: "acme.westeurope.flowguard.example",
  tenant: "acme",
  region: "westeurope",
  requestId: "0198c2f4-7d2e-7c1a-9f5b-0a1b2c3d4e5f",
  clientAddress: "203.0.113.7",
  user: "-",
  digest: "UNSIGNED",
};

/** HMAC-SHA-256 by another program (Python's `hmac`) over the ten fields written out by hand. */
const signature = "v1=182f8b7c341b01a0cf567d774c616241adcd998ddfdc4cc2f8ae517e55dcabd1";

const edgeKey = () => importEdgeKey("k1", new Uint8Array(32).fill(1));

const match = hostMatcher({
  product: "flowguard",
  globalUrl: "https://flowguard.example",
  regions: [{ id: "local", jurisdiction: "eu", baseUrl: "https://local.flowguard.localhost:8444", pinKeys: [] }],
});

/** The hop from edge to origin crosses two runtimes: workerd signs what Node verifies. */
export const hopVectors: readonly ConformanceVector[] = [
  ["edge signature", signature, async () => sign(request, await edgeKey())],
  [
    "a signature at 30 s",
    "true",
    async () => String(await verify(request, "k1", signature, [await edgeKey()], request.time + 30)),
  ],
  [
    "a signature at 31 s",
    "false",
    async () => String(await verify(request, "k1", signature, [await edgeKey()], request.time + 31)),
  ],
  [
    "a signature over another tenant",
    "false",
    async () => String(await verify({ ...request, tenant: "bravo" }, "k1", signature, [await edgeKey()], request.time)),
  ],
  [
    "host names",
    '[{"slug":"acme"},{"region":"local","slug":"acme"},null,null]',
    async () =>
      JSON.stringify(
        [
          "ACME.flowguard.example:443",
          "acme.local.flowguard.localhost:8444",
          "acme.local.flowguard.localhost",
          "\u212A.flowguard.example",
        ].map(match),
      ),
  ],
];
