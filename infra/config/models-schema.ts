import * as z from "zod";
import { hostPattern } from "./aws-names.ts";
import { text } from "./text.ts";

/** Regions of an inference profile: calls by it are answered in any of them. */
const geographies = ["us", "us-gov", "eu", "apac", "ap", "jp", "au", "ca", "sa", "me", "af", "global"];

const bedrockModel = text(
  new RegExp(`^(?!(?:${geographies.join("|")})\\.)[a-z0-9][a-z0-9-]*\\.[a-z0-9][a-z0-9.:-]*$`),
  "must be the id of a model of Amazon Bedrock in this region, without a geography in front, whose calls other regions may answer",
);

const isEndpoint = (value: string): boolean => {
  if (!value.startsWith("https://") || !URL.canParse(value)) return false;
  const { hostname, username, password, port } = new URL(value);
  // The parser drops an empty query, an empty user and the standard port.
  return hostPattern.test(hostname) && username + password === "" && port !== "0" && !/[?#@\s\\]/.test(value);
};

const customerEndpoint = z.string().refine(isEndpoint, {
  error:
    "must be the https URL of a host by its name, such as https://models.customer.example/v1, without user, query or fragment: tasks take credentials from secrets",
});

export const models = z.union([
  z.strictObject({
    bedrock: z
      .array(bedrockModel)
      .min(1)
      .describe("Ids of foundation models that the account has access to (`aws bedrock list-foundation-models`)."),
  }),
  z.strictObject({
    customer: customerEndpoint.describe("Base URL of the customer's own endpoint; tasks may reach its port."),
  }),
  z.literal("none"),
]);
