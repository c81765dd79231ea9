import { type FoundProblem, oneOf, problemAt } from "@bailiwick/contract/problems-found";
import { type DeploymentMode, deploymentModes } from "@bailiwick/contract/product";

/** Where a stack's resources live. `cloudflare` is the product's region-less host name. */
export const stackClouds = ["aws", "cloudflare"] as const;
export type StackCloud = (typeof stackClouds)[number];

/** What the name of a stack says: `<mode>.<cloud>.<region>.<name>`, for example `saas.aws.eu-west-1.flow`. */
export interface StackName {
  readonly mode: DeploymentMode;
  readonly cloud: StackCloud;
  readonly region: string;
  readonly name: string;
}

const part = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/** Reads a stack's name, or says what is wrong with it in sentences. */
export const parseStackName = (text: string): StackName | readonly FoundProblem[] => {
  const problems: FoundProblem[] = [];
  const refuse = (must: string): void => {
    problems.push(problemAt([], must, `The stack's name ${JSON.stringify(text)}`));
  };
  const [mode, cloud, region, name, ...more] = text.split(".");
  if (mode === undefined || cloud === undefined || region === undefined || name === undefined || more.length > 0) {
    refuse("must be <mode>.<cloud>.<region>.<name>, for example saas.aws.eu-west-1.flow");
    return problems;
  }
  const knownMode = deploymentModes.find((known) => known === mode);
  const knownCloud = stackClouds.find((known) => known === cloud);
  if (knownMode === undefined) refuse(`must begin with ${oneOf(deploymentModes)}`);
  if (knownCloud === undefined) refuse(`must have ${oneOf(stackClouds)} in second place`);
  if (!part.test(region)) refuse("must have a region of lower-case letters, digits and hyphens in third place");
  if (!part.test(name)) refuse("must end with a name of 2 to 32 lower-case letters, digits and hyphens");
  if (knownMode === undefined || knownCloud === undefined || problems.length > 0) return problems;
  return { mode: knownMode, cloud: knownCloud, region, name };
};

/** The text that `parseStackName` reads. */
export const stackNameText = ({ mode, cloud, region, name }: StackName): string => `${mode}.${cloud}.${region}.${name}`;
