import { expect, test } from "vitest";
import { commandsFor } from "./command-line.ts";
import { readyLine, type SummaryOptions, summary } from "./summary.ts";

const key = "A".repeat(43);
const registry = {
  product: "flowguard",
  globalUrl: "https://flowguard.localhost:8443",
  regions: ["eastus", "westeurope"].map((id, at) => ({
    id,
    jurisdiction: id,
    baseUrl: `https://${id}.flowguard.localhost:${8444 + at}`,
    pinKeys: [key],
  })),
};
const options: SummaryOptions = {
  product: {
    name: "FlowGuard",
    names: {
      regionEndpointHeader: "X-FlowGuard-Region-Endpoint",
      sessionCookie: "c",
      keyPrefix: "k",
      telemetryVariable: "T",
    },
  },
  name: "flowguard",
  registry,
  tenants: [
    {
      slug: "acme",
      region: "eastus",
      endpoint: "https://acme.eastus.flowguard.localhost:8444",
      signInName: "ana@acme.test",
    },
  ],
  apiUrls: ["http://127.0.0.1:9081"],
  caFile: "/home/ana/my code/ca.crt",
  root: "/home/ana/my code/.bailiwick/local/flowguard",
  readyMs: 7440,
  memoryBytes: 742_300_000,
  command: commandsFor(),
  end: "ctrl-c",
  kept: true,
};

test("asks for the tenant in the region that is not its own, and says where it is sent", () => {
  const text = summary(options);
  expect(text).toContain(
    "curl -i --cacert '/home/ana/my code/ca.crt' https://acme.westeurope.flowguard.localhost:8445/api/v1/flows",
  );
  expect(text).toContain("→ 421, X-FlowGuard-Region-Endpoint: https://acme.eastus.flowguard.localhost:8444");
  expect(text).toContain("Ready in 7.4 s · 742 MB");
});

test("shows passwords only on the start that made them", () => {
  const newPasswords = { acme: { "ana@acme.test": "correct horse" } };
  expect(summary({ ...options, newPasswords })).toContain("correct horse");
  expect(summary(options)).toContain("status -- --show-secrets");
});

test("leaves out memory where the system does not tell", () => {
  expect(readyLine(7440, undefined)).toBe("Ready in 7.4 s");
});

test("says how this very platform is stopped and wiped", () => {
  expect(summary(options)).toContain("stop: Ctrl+C   wipe: npm run reset -- --yes\n");
  const named = summary({ ...options, command: commandsFor({ name: "flow8" }), end: "down" });
  expect(named).toContain("stop: npm run down -- --name flow8   wipe: npm run reset -- --yes --name flow8\n");
  expect(named).toContain("npm run status -- --show-secrets --name flow8");
  const ephemeral = summary({ ...options, newPasswords: { acme: { "ana@acme.test": "correct horse" } }, kept: false });
  expect(ephemeral).toContain("stop: Ctrl+C, which removes all of it\n");
  expect(ephemeral).not.toContain("npm run");
});
