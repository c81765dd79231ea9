/** Services whose calls a stamp's tasks make through an interface endpoint, and Fargate makes to start them. */
export const endpointServices = ["kms", "secretsmanager", "sts", "ecr.api", "ecr.dkr", "logs", "monitoring"] as const;
export type EndpointService = (typeof endpointServices)[number];

/** All that a stamp uses an endpoint of the network for: S3 by a gateway, models where they are Amazon Bedrock's. */
export const networkServices = ["s3", "bedrock-runtime", ...endpointServices] as const;
