import { type Captured, type CapturedResource, ofType } from "../captured.ts";
import { at, type Finding, finding, type Invariant, type Judged, listAt, valueAt } from "./invariant.ts";
import { ownOf } from "./own.ts";

export const recorded: Invariant = {
  id: "recorded",
  promise: "What happens is written down where it cannot be changed: API calls, data access, network flows, requests.",
  *check(judged) {
    const { graph, stamp } = judged;
    const { settings } = stamp;
    const trails = ofType(graph, "aws:cloudtrail/trail:Trail");
    if (trails.length === 0) yield { resource: "stamp", wrong: "has no trail" };
    for (const trail of trails) yield* judgeTrail(trail, judged);
    const flows = ofType(graph, "aws:ec2/flowLog:FlowLog");
    if (flows.length === 0) yield { resource: "stamp", wrong: "has no flow log" };
    const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup").map((group) => String(at(group, "name")));
    for (const flow of flows) {
      if (at(flow, "trafficType") !== "ALL") yield finding(flow, "leaves traffic out");
      const to = String(at(flow, "logDestination")).split(":log-group:").at(-1)?.replace(/:\*$/, "");
      if (!groups.includes(to ?? "")) yield finding(flow, "writes to something that is not the stamp's");
    }
    if (settings.edge.placement !== "regional") return;
    for (const balancer of ofType(graph, "aws:lb/loadBalancer:LoadBalancer")) {
      if (at(balancer, "loadBalancerType") === "network") continue;
      for (const log of ["accessLogs", "connectionLogs"]) {
        if (at(balancer, `${log}.enabled`) !== true) yield finding(balancer, "keeps no access log");
        if (at(balancer, `${log}.bucket`) !== ownOf(judged).logBucket) yield finding(balancer, "writes logs elsewhere");
      }
      if (at(balancer, "desyncMitigationMode") !== "strictest") yield finding(balancer, "takes ambiguous requests");
      if (at(balancer, "dropInvalidHeaderFields") !== true) yield finding(balancer, "passes invalid header fields");
    }
  },
};

/** A trail that runs, proves its files, and sees every call and every access to an object of customers. */
const judgeTrail = function* (trail: CapturedResource, judged: Judged): Generator<Finding> {
  const { auditBucket, dataBuckets } = ownOf(judged);
  if (at(trail, "enableLogging") === false) yield finding(trail, "is switched off");
  if (at(trail, "enableLogFileValidation") !== true) yield finding(trail, "does not prove its files");
  if (at(trail, "isMultiRegionTrail") !== false) yield finding(trail, "is not of this region alone");
  if (at(trail, "includeGlobalServiceEvents") !== true) yield finding(trail, "leaves calls to IAM out");
  if (at(trail, "s3BucketName") !== auditBucket) yield finding(trail, "writes to a bucket that is not the stamp's");
  const selectors = listAt(trail, "advancedEventSelectors").map((selector) => fieldsOf(selector));
  // A selector of one field leaves nothing of its category out.
  if (!selectors.some((fields) => fields.length === 1 && values(fields, "eventCategory").includes("Management"))) {
    yield finding(trail, "does not record every call");
  }
  const objects = selectors.filter((fields) => values(fields, "resources.type").includes("AWS::S3::Object"));
  for (const bucket of [...dataBuckets, ...(auditBucket === undefined ? [] : [auditBucket])]) {
    const seen = objects.some((fields) =>
      values(fields, "resources.ARN").some((begin) => begin.endsWith(`:s3:::${bucket}/`)),
    );
    if (!seen) yield finding(trail, `does not record who reads ${bucket}`);
  }
  for (const fields of objects) {
    const known = ["eventCategory", "resources.type", "resources.ARN"];
    if (fields.some((field) => !known.includes(String(valueAt(field, "field"))))) {
      yield finding(trail, "leaves some accesses to objects out");
    }
  }
};

const fieldsOf = (selector: Captured): readonly Captured[] => {
  const fields = valueAt(selector, "fieldSelectors");
  return Array.isArray(fields) ? fields : [];
};

/** What a field must equal, or begin with. */
const values = (fields: readonly Captured[], name: string): readonly string[] =>
  fields
    .filter((field) => valueAt(field, "field") === name)
    .flatMap((field) => [valueAt(field, "equals") ?? [], valueAt(field, "startsWiths") ?? []])
    .flat()
    .map(String);
