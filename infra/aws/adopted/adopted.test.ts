import { describe, expect, it } from "vitest";
import { ConfigError } from "../../config/config-error.ts";
import { importProduct } from "../../config/import-product.ts";
import { parseStamp } from "../../config/parse-stamp.ts";
import { example, put } from "../../config/testing/example.ts";
import { adoptedAnswers, type Lookups } from "../../graph/adopted-answers.ts";
import { capture } from "../../graph/capture.ts";
import { holdToAdopted } from "./index.ts";
import { adoptionMistakes, type Mistake } from "./testing/mistakes.ts";

const run = async (stack: string, settings: unknown, lookups: Lookups, program?: () => Promise<object>) => {
  const stamp = await parseStamp({ stack, settings, importProduct });
  const { accountId, region } = stamp.settings;
  return capture({
    stack,
    config: { "bailiwick:stamp": JSON.stringify(settings) },
    context: { accountId, region, partition: "aws" },
    program: program ?? (() => holdToAdopted(stamp, {}).then(() => ({}))),
    lookups,
  });
};

const problemsOf = async (...given: Parameters<typeof run>): Promise<readonly string[]> => {
  try {
    await run(...given);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ sentence }) => sentence);
    throw error;
  }
};

/** The account as it should be, but for one answer. */
const mistaken =
  (sound: Lookups, { token, answers }: Pick<Mistake, "token" | "answers">): Lookups =>
  (asked, args) => {
    if (asked !== token) return sound(asked, args);
    let before = {};
    try {
      before = sound(asked, args) ?? {};
    } catch {
      // What is not there by rights, such as a replication, is there by mistake.
    }
    const answer = answers(before, args);
    if (answer instanceof Error) throw answer;
    return answer;
  };

const network = "invpc.aws.eu-west-1.axonflow";
const data = "invpc.aws.eu-central-1.flow8";

describe("holdToAdopted", () => {
  it.each(adoptionMistakes)("says: $says", async ({ stack, says, ...mistake }) => {
    const settings = example(stack);
    const lookups = mistaken(await adoptedAnswers(stack, settings), mistake);
    expect(await problemsOf(stack, settings, lookups)).toContain(says);
  });

  it("tells everything that is wrong at once, before the program makes anything", async () => {
    const { default: program } = await import("../../index.ts");
    const settings = example(data);
    const gone: Lookups = () => {
      throw new Error("nothing is there");
    };
    const problems = await problemsOf(data, settings, gone, program);
    const away = problems.filter((sentence) => sentence.endsWith("cannot be looked at: nothing is there."));
    // The VPC, three lists of three subnets, three route tables and an endpoint; then two servers and four buckets.
    expect(away.filter((sentence) => sentence.startsWith("network."))).toHaveLength(14);
    expect(away.filter((sentence) => !sentence.startsWith("network."))).toHaveLength(6);
  });

  it("asks nothing about a stamp that makes everything itself and is given a certificate", async () => {
    const stack = "invpc.aws.us-east-1.axonflow";
    const asked: string[] = [];
    await run(stack, example(stack), (token) => void asked.push(token));
    expect(asked).toEqual([]);
  });

  it("does not hold up a stamp that is taken down", async () => {
    const settings = put(example(network), "lifecycle", "decommissioning");
    expect(await problemsOf(network, settings, () => ({}))).toEqual([]);
  });

  it("takes an instance for a server, and refuses one that is public", async () => {
    const settings = put(example(data), "databases.adopt.catalog.resourceId", `db-${"A".repeat(26)}`);
    const sound = await adoptedAnswers(data, settings);
    expect(await problemsOf(data, settings, sound)).toEqual([]);
    const token = "aws:rds/getInstance:getInstance";
    const open = mistaken(sound, { token, answers: (answer) => ({ ...answer, publiclyAccessible: true }) });
    expect(await problemsOf(data, settings, open)).toEqual([
      "databases.adopt.catalog must not be publicly accessible.",
    ]);
  });

  it("takes a network whose main route table serves the subnets that have none of their own", async () => {
    const settings = put(example(network), "network.adopt.routeTableIds", ["rtb-0a1b2c3d4e5f60731"]);
    const main = [{ main: true, subnetId: "", routeTableId: "rtb-0a1b2c3d4e5f60731" }];
    const token = "aws:ec2/getRouteTable:getRouteTable";
    const sound = await adoptedAnswers(network, settings);
    const lookups = mistaken(sound, { token, answers: (answer) => ({ ...answer, associations: main }) });
    expect(await problemsOf(network, settings, lookups)).toEqual([]);
  });

  it("takes several endpoints of one service", async () => {
    const settings = put(example(network), "network.adopt.endpoints", ["s3", "kms"]);
    const several = () => new Error("multiple EC2 VPC Endpoints matched; use additional constraints");
    const token = "aws:ec2/getVpcEndpoint:getVpcEndpoint";
    const lookups = mistaken(await adoptedAnswers(network, settings), { token, answers: several });
    expect(await problemsOf(network, settings, lookups)).toEqual([]);
  });
});
