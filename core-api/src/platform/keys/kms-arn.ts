const pattern = /^arn:(aws(?:-[a-z]+)*):kms:([a-z]{2}(?:-[a-z]+)+-\d):(\d{12}):key\/([A-Za-z0-9-]{1,64})$/;

export interface KmsArn {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly key: string;
}

/** The parts of a KMS key's ARN; `undefined` for anything else, an alias among it: what an alias names can change. */
export const parseKmsArn = (text: string): KmsArn | undefined => {
  const [, partition, region, account, key] = pattern.exec(text) ?? [];
  if (partition === undefined || region === undefined || account === undefined || key === undefined) return undefined;
  return { partition, region, account, key };
};

/** Whether both keys are in the same account and region. */
export const isNeighbour = (one: KmsArn, other: KmsArn): boolean =>
  one.partition === other.partition && one.region === other.region && one.account === other.account;
