import { describe, expect, test } from "vitest";
import { regionCli } from "../support/region-cli.ts";
import { region, type TheSubject } from "../support/subject.ts";
import { body } from "../support/tenant.ts";

/** The check of a region, as a person at the terminal runs it: for an edge of this machine it needs no option. */
export const checkSuite = (subject: TheSubject): void => {
  describe("the check of a region", () => {
    test.each(["eastus", "westeurope"])("%s is in order, from every side", async (id) => {
      const { home } = subject();
      const { edgeUrl } = region(subject(), id);
      const { status, stdout, stderr } = await regionCli(home.folder, ["region", "check", edgeUrl, "--json"]);
      expect(stderr).toBe("");
      const report: { readonly checks: readonly { readonly outcome: string }[] } = JSON.parse(stdout);
      expect(report.checks.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
      expect(report.checks).toHaveLength(18);
      expect(status).toBe(0);
    });

    test("it leaves no flow behind, and its sign-in is in the audit log", async () => {
      const { acme } = subject();
      const flows = await acme.call("/api/v1/flows?limit=100");
      const names = (body<{ items: { name: string }[] }>(flows).items ?? []).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith("Region check"))).toEqual([]);
      const trashed = await acme.call("/api/v1/audit?action=flow.trashed&limit=1");
      expect(body<{ items: object[] }>(trashed).items).toHaveLength(1);
    });

    test("what is wrong is red: here, who asks for a floor and a tenant that the region does not have", async () => {
      const { home } = subject();
      const { edgeUrl } = region(subject(), "eastus");
      const words = ["region", "check", edgeUrl, "--tls-minimum", "1.3", "--elsewhere", "acme", "--no-sign-in"];
      const { status, stdout, stderr } = await regionCli(home.folder, [...words, "--tenant", "nobody"]);
      expect([status, stderr]).toEqual([1, "4 of 17 checks failed.\n"]);
      expect(stdout.match(/^✖ .+$/gm)).toEqual([
        expect.stringMatching(/^✖ TLS versions: 1\.2 spoken, and the floor is 1\.3$/),
        expect.stringMatching(/^✖ 421 from the other region: .* is answered 404, not 421$/),
        expect.stringMatching(/^✖ 421 from this region: .* is answered 401, not 421$/),
        expect.stringMatching(/^✖ Limit of sign-ins: a made-up account is answered 404, not 401$/),
      ]);
    });
  });
};
