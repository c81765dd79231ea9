import { createRequire } from "node:module";
import * as grpc from "@grpc/grpc-js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Lookups } from "../../graph/adopted-answers.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { standInMethods } from "./methods.ts";

export interface StandIn {
  /** Package name, such as `aws`. */
  readonly package: string;
  /** Port on loopback. */
  readonly port: number;
  stop(): void;
}

export interface StandInOptions {
  /** Package name, such as `aws`; `@pulumi/<package>` must be installed, its version is the one reported. */
  readonly package: string;
  readonly cloud: Cloud;
  /** What was in the account before the stack. @default nothing */
  readonly lookups?: Lookups;
}

/** Starts a provider for one package that makes everything in the stand-in cloud. */
export const startStandIn = async (options: StandInOptions): Promise<StandIn> => {
  const require = createRequire(import.meta.url);
  const { version }: { version: string } = require(`@pulumi/${options.package}/package.json`);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(providerGrpc.ResourceProviderService, standInMethods({ ...options, version }));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { package: options.package, port, stop: () => server.forceShutdown() };
};
