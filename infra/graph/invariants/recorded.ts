import { ofType } from "../captured.ts";
import { at, finding, type Invariant } from "./invariant.ts";

export const recorded: Invariant = {
  id: "recorded",
  promise: "What happens is written down where it cannot be changed: API calls, data access, network flows, requests.",
  *check({ graph, stamp: { settings } }) {
    const trails = ofType(graph, "aws:cloudtrail/trail:Trail");
    if (trails.length === 0) yield { resource: "stamp", wrong: "has no trail" };
    for (const trail of trails) {
      if (at(trail, "enableLogFileValidation") !== true) yield finding(trail, "does not prove its files");
      if (at(trail, "isMultiRegionTrail") !== false) yield finding(trail, "is not of this region alone");
      if (at(trail, "eventSelectors") === undefined && at(trail, "advancedEventSelectors") === undefined) {
        yield finding(trail, "does not record who reads data");
      }
    }
    const flows = ofType(graph, "aws:ec2/flowLog:FlowLog");
    if (flows.length === 0) yield { resource: "stamp", wrong: "has no flow log" };
    for (const flow of flows) if (at(flow, "trafficType") !== "ALL") yield finding(flow, "leaves traffic out");
    if (settings.edge.placement !== "regional") return;
    for (const balancer of ofType(graph, "aws:lb/loadBalancer:LoadBalancer")) {
      if (at(balancer, "loadBalancerType") === "network") continue;
      if (at(balancer, "accessLogs.enabled") !== true) yield finding(balancer, "keeps no access log");
      if (at(balancer, "desyncMitigationMode") !== "strictest") yield finding(balancer, "takes ambiguous requests");
      if (at(balancer, "dropInvalidHeaderFields") !== true) yield finding(balancer, "passes invalid header fields");
    }
  },
};
