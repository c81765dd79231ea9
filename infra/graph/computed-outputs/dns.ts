import type * as acm from "@pulumi/aws/acm/index.js";
import type * as route53 from "@pulumi/aws/route53/index.js";
import type * as servicediscovery from "@pulumi/aws/servicediscovery/index.js";
import type { Facts } from "./facts.ts";
import { linkRow, type Rows, row } from "./row.ts";

const owner = (facts: Facts) => facts.context.accountId;
const name = (facts: Facts) => facts.named();
const zoneId = (facts: Facts) => `Z${facts.hex(19).toUpperCase()}`;
const resolverArn = (kind: string) => (facts: Facts, id: string) => facts.arn("route53resolver", `${kind}/${id}`);
const numbered = (prefix: string) => (facts: Facts) => `${prefix}-${facts.hex(16)}`;
const nameServers = ["ns-1.awsdns-01.org", "ns-2.awsdns-02.co.uk", "ns-3.awsdns-03.com", "ns-4.awsdns-04.net"];
const validation = (facts: Facts) => (domainName: string) => ({
  domainName,
  resourceRecordName: `_${facts.hex(32, domainName)}.${domainName.replace(/^\*\./, "")}.`,
  resourceRecordType: "CNAME",
  resourceRecordValue: `_${facts.hex(32, `${domainName}=`)}.acm-validations.aws.`,
});

/** Names and certificates: Route 53, its resolver, Cloud Map, ACM. */
export const dnsRows: Rows = {
  "aws:route53/zone:Zone": row<route53.ZoneState>({
    id: zoneId,
    outputs: {
      zoneId,
      arn: (facts, id) => facts.bareArn("route53", `hostedzone/${id}`),
      nameServers: () => nameServers,
      primaryNameServer: () => nameServers[0],
    },
  }),
  "aws:route53/record:Record": row<route53.RecordState>({
    id: (facts) => [facts.text("zoneId"), facts.text("name"), facts.text("type")].join("_"),
    outputs: { fqdn: (facts) => facts.text("name") },
  }),
  "aws:route53/zoneAssociation:ZoneAssociation": row<route53.ZoneAssociationState>({
    id: (facts) => `${facts.text("zoneId")}:${facts.text("vpcId")}`,
    outputs: { owningAccount: owner },
  }),
  "aws:route53/queryLog:QueryLog": row<route53.QueryLogState>({
    id: (facts) => facts.uuid(),
    outputs: { arn: (facts, id) => facts.bareArn("route53", `queryloggingconfig/${id}`) },
  }),
  "aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig": row<route53.ResolverQueryLogConfigState>({
    id: numbered("rqlc"),
    outputs: { name, arn: resolverArn("resolver-query-log-config"), ownerId: owner, shareStatus: () => "NOT_SHARED" },
  }),
  "aws:route53/resolverQueryLogConfigAssociation:ResolverQueryLogConfigAssociation": { id: numbered("rqlca") },
  "aws:route53/resolverFirewallConfig:ResolverFirewallConfig": row<route53.ResolverFirewallConfigState>({
    id: numbered("rdsc"),
    outputs: { ownerId: owner },
  }),
  "aws:route53/resolverFirewallDomainList:ResolverFirewallDomainList": row<route53.ResolverFirewallDomainListState>({
    id: numbered("rslvr-fdl"),
    outputs: { name, arn: resolverArn("firewall-domain-list") },
  }),
  "aws:route53/resolverFirewallRuleGroup:ResolverFirewallRuleGroup": row<route53.ResolverFirewallRuleGroupState>({
    id: numbered("rslvr-frg"),
    outputs: { name, arn: resolverArn("firewall-rule-group"), ownerId: owner, shareStatus: () => "NOT_SHARED" },
  }),
  "aws:route53/resolverFirewallRule:ResolverFirewallRule": row<route53.ResolverFirewallRuleState>({
    id: (facts) => `${facts.text("firewallRuleGroupId")}:${facts.text("firewallDomainListId")}`,
    outputs: { name, firewallThreatProtectionId: () => "" },
  }),
  "aws:route53/resolverFirewallRuleGroupAssociation:ResolverFirewallRuleGroupAssociation":
    row<route53.ResolverFirewallRuleGroupAssociationState>({
      id: numbered("rslvr-frgassoc"),
      outputs: { name, arn: resolverArn("firewall-rule-group-association") },
    }),
  "aws:route53/resolverDnsSecConfig:ResolverDnsSecConfig": row<route53.ResolverDnsSecConfigState>({
    id: numbered("rdsc"),
    outputs: { arn: resolverArn("resolver-dnssec-config"), ownerId: owner, validationStatus: () => "ENABLED" },
  }),
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace": row<servicediscovery.PrivateDnsNamespaceState>({
    id: numbered("ns"),
    outputs: { arn: (facts, id) => facts.arn("servicediscovery", `namespace/${id}`), hostedZone: zoneId },
  }),
  "aws:servicediscovery/httpNamespace:HttpNamespace": row<servicediscovery.HttpNamespaceState>({
    id: numbered("ns"),
    outputs: { arn: (facts, id) => facts.arn("servicediscovery", `namespace/${id}`), httpName: name },
  }),
  "aws:servicediscovery/service:Service": row<servicediscovery.ServiceState>({
    id: numbered("srv"),
    outputs: { name, arn: (facts, id) => facts.arn("servicediscovery", `service/${id}`) },
  }),
  "aws:acm/certificate:Certificate": row<acm.CertificateState>({
    id: (facts) => facts.arn("acm", `certificate/${facts.uuid()}`),
    outputs: {
      arn: (_facts, id) => id,
      status: () => "ISSUED",
      type: (facts) => (facts.text("privateKey") === "" ? "AMAZON_ISSUED" : "IMPORTED"),
      domainValidationOptions: (facts) =>
        [facts.text("domainName"), ...facts.texts("subjectAlternativeNames")].map(validation(facts)),
      notBefore: () => "2026-01-01T00:00:00Z",
      notAfter: () => "2027-02-01T00:00:00Z",
      pendingRenewal: () => false,
      renewalEligibility: () => "INELIGIBLE",
      renewalSummaries: () => [],
      validationEmails: () => [],
    },
  }),
  "aws:acm/certificateValidation:CertificateValidation": linkRow<acm.CertificateValidationState>("", "certificateArn"),
};
