import { expect, it } from "vitest";
import { importFile, pendingCreations, placeholder } from "./import-file.ts";

const urn = (type: string, name: string): string => `urn:pulumi:saas.aws.eu-west-1.small::bailiwick::${type}::${name}`;
const provider = urn("pulumi:providers:aws", "aws");
const parent = urn("bailiwick:aws:Stamp$bailiwick:aws:Keys", "stamp-keys");
const operation = (type: string, of: string, name: string, inputs = {}) => ({
  type,
  resource: {
    ...{ urn: urn(of, name), type: of, custom: of.startsWith("aws:"), parent, inputs },
    provider: `${provider}::2f3c0c5e-0000-4000-8000-000000000000`,
  },
});
const state = {
  deployment: {
    resources: [],
    pending_operations: [
      operation("creating", "aws:kms/key:Key", "stamp-keys-data", { description: "data" }),
      operation("creating", "aws:s3/bucket:Bucket", "stamp-blobs", { bucket: "flow-blobs" }),
      operation("updating", "aws:ecs/service:Service", "stamp-api", { name: "api" }),
      operation("creating", "bailiwick:aws:Storage", "stamp-storage"),
    ],
  },
};

it("lists creations that nobody saw the end of, with their names in the cloud", () => {
  expect(pendingCreations(state).map(({ name, calledInCloud }) => [name, calledInCloud])).toEqual([
    ["stamp-keys-data", undefined],
    ["stamp-blobs", "flow-blobs"],
  ]);
  expect(pendingCreations({ deployment: {} })).toEqual([]);
});

it("makes an import file of them, with ids that are known and places for those that are not", () => {
  const found = importFile(pendingCreations(state), ({ calledInCloud }) => calledInCloud);
  expect(found).toEqual({
    nameTable: { "stamp-keys": parent, aws: provider },
    resources: [
      { type: "aws:kms/key:Key", name: "stamp-keys-data", id: placeholder, parent: "stamp-keys", provider: "aws" },
      { type: "aws:s3/bucket:Bucket", name: "stamp-blobs", id: "flow-blobs", parent: "stamp-keys", provider: "aws" },
    ],
  });
});

it.each([[[]], [{}], ["pulumi"]])("refuses what is no exported state: %j", (exported) => {
  expect(() => pendingCreations(exported)).toThrow();
});
