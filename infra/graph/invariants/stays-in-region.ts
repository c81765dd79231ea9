import { at, finding, type Invariant, textsIn } from "./invariant.ts";

/** Types whose presence alone is a link to another region. */
const linking = new Set([
  "aws:rds/globalCluster:GlobalCluster",
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
  "aws:s3/bucketReplicationConfiguration:BucketReplicationConfiguration",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:dynamodb/globalTable:GlobalTable",
  "pulumi:pulumi:StackReference",
]);

const regionPattern =
  /\b(?:us-gov|us-isob?|eusc-de|us|eu|ap|sa|ca|me|af|il|mx|cn)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\b/g;

/** Environment variables that name the other regions because a request may belong there. */
const namesOthers = new Set(["BAILIWICK_REGISTRY"]);

export const staysInRegion: Invariant = {
  id: "stays-in-region",
  promise: "Nothing refers to another region; a copy of backups goes where the profile allows it and nowhere else.",
  *check({ graph: { resources }, stamp }) {
    const copyTo = stamp.facts.backupCopyRegion;
    for (const resource of resources) {
      if (linking.has(resource.type)) yield finding(resource, "ties the stamp to another");
      if (at(resource, "multiRegion") === true) yield finding(resource, "is a key of several regions");
      if (at(resource, "isMultiRegionTrail") === true) yield finding(resource, "records other regions");
      const copies = isBackupCopy(resource.urn) && copyTo !== undefined;
      for (const [path, text] of textsIn(resource.inputs)) {
        for (const region of withoutRegistry(text).match(regionPattern) ?? []) {
          if (region === stamp.region.id || (copies && region === copyTo)) continue;
          yield finding(resource, `names ${region} in ${path}`);
        }
      }
    }
  },
};

/** Parts of the component that backs up, and of what holds its role, which alone know of the copies' region. */
const isBackupCopy = (urn: string): boolean => /\$bailiwick:aws:(Backup|ServiceBoundary)\$/.test(urn);

/** Container definitions are one text; what names other regions by right is taken out of it. */
const withoutRegistry = (text: string): string => {
  if (!text.startsWith("[{")) return text;
  const kept = JSON.parse(text, (_, value: unknown) =>
    typeof value === "object" && value !== null && "name" in value && namesOthers.has(String(value.name))
      ? null
      : value,
  );
  return JSON.stringify(kept);
};
