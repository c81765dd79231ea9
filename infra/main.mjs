// What Pulumi runs: plain JavaScript, so that a Node that cannot load the program can still say so.
import { RunError } from "@pulumi/pulumi/errors.js";

const oldest = 24;

export default async () => {
  if (Number.parseInt(process.versions.node, 10) < oldest) {
    throw new RunError(
      `Pulumi runs this program with the node on the PATH, which is ${process.versions.node} and must be ${oldest} or newer. ` +
        `Install it, or put "npm run pulumi --" before your command's words in place of "pulumi": that has one of its own.`,
    );
  }
  const { default: program } = await import("./index.ts");
  return program();
};
