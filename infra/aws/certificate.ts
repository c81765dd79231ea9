import { Certificate, CertificateValidation } from "@pulumi/aws/acm/index.js";
import { Record } from "@pulumi/aws/route53/index.js";
import type { Input } from "@pulumi/pulumi";
import { Component, type ComponentOptions } from "../stamp/component.ts";
import type { AwsContext } from "./context.ts";

export interface AwsCertificateArgs {
  readonly context: AwsContext;
  /** The region's host; tenants' names are one label below it. */
  readonly host: string;
}

/** The certificate of the region's host and every tenant below it: made and validated in the zone, or the operator's. */
export class AwsCertificate extends Component {
  readonly arn: Input<string>;

  constructor(name: string, { context, host }: AwsCertificateArgs, options?: ComponentOptions) {
    super("bailiwick:aws:Certificate", name, options);
    const { ingress } = context.settings;

    const validated = (zoneId: string): Input<string> => {
      const certificate = new Certificate(
        this.child("host"),
        {
          domainName: host,
          subjectAlternativeNames: [`*.${host}`],
          validationMethod: "DNS",
          keyAlgorithm: "EC_prime256v1",
        },
        this.within(),
      );
      // ACM asks for one record for a name and its wildcard.
      const asked = certificate.domainValidationOptions.apply(([first]) => {
        if (first === undefined) throw new Error(`ACM asks for no record to validate ${host}`);
        return first;
      });
      const record = new Record(
        this.child("validation-record"),
        {
          zoneId,
          name: asked.resourceRecordName,
          type: asked.resourceRecordType,
          records: [asked.resourceRecordValue],
          ttl: 300,
        },
        this.within(),
      );
      return new CertificateValidation(
        this.child("validation"),
        { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
        this.within(),
      ).certificateArn;
    };

    this.arn = "zoneId" in ingress ? validated(ingress.zoneId) : ingress.certificateArn;
    this.done({ arn: this.arn });
  }
}
