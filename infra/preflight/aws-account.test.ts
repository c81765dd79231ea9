import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { awsAccount } from "./aws-account.ts";

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(() => void vi.unstubAllEnvs());

/** An account whose every service is this server. */
const answering = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return awsAccount({ region: "eu-west-1", endpoint: `http://127.0.0.1:${port}` });
};

describe("an account by AWS's API", () => {
  it.each([
    [200, true],
    [403, true],
    [404, false],
    [503, undefined],
  ])("a bucket that is answered %i", async (status, taken) => {
    const account = await answering((_, response) => response.writeHead(status).end());
    expect(await account.bucketTaken("some-bucket")).toBe(taken);
  });

  it("an action that was not answered for is not allowed", async () => {
    const bodies: string[] = [];
    const account = await answering((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        bodies.push(body);
        response.writeHead(200, { "content-type": "text/xml" });
        response.end(
          body.includes("GetCallerIdentity")
            ? "<R><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><Account>111122223333</Account></GetCallerIdentityResult></R>"
            : `<R><SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated><EvaluationResults><member>
                 <EvalActionName>kms:CreateKey</EvalActionName><EvalDecision>allowed</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></R>`,
        );
      });
    });
    const context = [{ key: "aws:RequestedRegion", type: "string" as const, values: ["eu-west-1"] }];
    const request = { sid: "Deploy", actions: ["kms:CreateKey", "s3:CreateBucket"], resources: ["*"], context };
    expect(await account.refused([request])).toEqual(["s3:CreateBucket"]);
    const sent = decodeURIComponent(bodies.join("&"));
    expect(sent).toContain("ContextEntries.member.1.ContextKeyName=aws:RequestedRegion");
    expect(sent).toContain("ResourceArns.member.1=*");
  });
});
