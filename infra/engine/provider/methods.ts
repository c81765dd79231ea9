import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type { Struct as ProtoStruct } from "google-protobuf/google/protobuf/struct_pb.js";
import type { Lookups } from "../../graph/adopted-answers.ts";
import { sdkProperties } from "../../graph/sdk-properties.ts";
import type { Cloud } from "../cloud/cloud.ts";
import { CloudError } from "../cloud/cloud-error.ts";
import type { Properties } from "../cloud/cloud-resource.ts";
import { NotReady } from "../cloud/faults.ts";
import { initFailed } from "./init-failed.ts";
import { invoke } from "./invokes.ts";
import { Empty, Struct } from "./protobuf.ts";
import { checkProviderConfig } from "./provider-config.ts";
import { checkInputs, differenceOf } from "./resource-rules.ts";
import { unknown } from "./unknown.ts";

export interface MethodsOptions {
  readonly package: string;
  readonly version: string;
  readonly cloud: Cloud;
  /** What was in the account before the stack. @default nothing */
  readonly lookups?: Lookups;
}

const propertiesOf = (struct: ProtoStruct | undefined): Properties => {
  const value: Properties = struct?.toJavaScript() ?? {};
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== null));
};
const structOf = (properties: Properties): ProtoStruct => Struct.fromJavaScript(plain(properties));

/** Without what a Struct cannot hold. */
const plain = (properties: Properties): Record<string, never> => JSON.parse(JSON.stringify(properties));

/** `peer` is the engine's connection: it opens one for each provider resource of the program. */
type Answer<Request, Response> = (request: Request, peer: string) => Response | Promise<Response>;

/** One method of the service: an error that the cloud throws becomes the answer. */
const unary =
  <Request, Response>(answer: Answer<Request, Response>): grpc.handleUnaryCall<Request, Response> =>
  async (call, callback) => {
    let response: Response;
    try {
      response = await answer(call.request, call.getPeer());
    } catch (error) {
      return callback(serviceError(error));
    }
    callback(null, response);
  };

const serviceError = (error: unknown): grpc.ServiceError => {
  if (error instanceof NotReady) return initFailed(error);
  const code = error instanceof CloudError ? grpc.status.UNKNOWN : grpc.status.INTERNAL;
  const message = error instanceof Error ? error.message : String(error);
  return { code, name: "Error", message, details: message, metadata: new grpc.Metadata() };
};

const unimplemented: grpc.UntypedHandleCall = (_call: unknown, callback: grpc.sendUnaryData<unknown>) =>
  callback({ code: grpc.status.UNIMPLEMENTED, name: "Error", message: "not implemented", details: "not implemented" });

const split = (urn: string): { type: string; name: string } => {
  const [, , qualified = "", name = ""] = urn.split("::");
  return { type: qualified.split("$").at(-1) ?? "", name };
};

/** The provider protocol over the stand-in cloud. */
export const standInMethods = ({
  package: packageName,
  version,
  cloud,
  lookups,
}: MethodsOptions): grpc.UntypedServiceImplementation => {
  const check: Answer<proto.CheckRequest, proto.CheckResponse> = (request) => {
    const { type, name } = split(request.getUrn());
    const { inputs, failures } = checkInputs(type, name, {
      olds: propertiesOf(request.getOlds()),
      news: propertiesOf(request.getNews()),
      seed: Buffer.from(request.getRandomseed_asU8()).toString("hex"),
    });
    return checkResponse(inputs, failures);
  };

  const checkConfig: Answer<proto.CheckRequest, proto.CheckResponse> = (request) => {
    const news = propertiesOf(request.getNews());
    return checkResponse(news, checkProviderConfig(packageName, news, cloud));
  };

  const diff: Answer<proto.DiffRequest, proto.DiffResponse> = (request) => {
    const { type } = split(request.getUrn());
    const before = propertiesOf(request.getOldInputs());
    const { properties, replaces, deleteBeforeReplace } = differenceOf(type, before, propertiesOf(request.getNews()));
    const response = new proto.DiffResponse();
    const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
    response.setChanges(properties.length === 0 ? DIFF_NONE : DIFF_SOME);
    response.setDiffsList([...properties]);
    response.setReplacesList([...replaces]);
    response.setDeletebeforereplace(deleteBeforeReplace);
    return response;
  };

  const regions = new Map<string, string>();

  const configure: Answer<proto.ConfigureRequest, proto.ConfigureResponse> = (request, peer) => {
    const { region } = propertiesOf(request.getArgs());
    if (typeof region === "string") regions.set(peer, region);
    const response = new proto.ConfigureResponse();
    response.setSupportspreview(true);
    // The engine takes secrets off on the way here, and marks again in the state what was secret in the inputs.
    response.setAcceptsecrets(false);
    response.setAcceptresources(false);
    response.setAcceptoutputs(false);
    return response;
  };

  const create: Answer<proto.CreateRequest, proto.CreateResponse> = async (request, peer) => {
    const { type, name } = split(request.getUrn());
    const inputs = propertiesOf(request.getProperties());
    const response = new proto.CreateResponse();
    if (request.getPreview()) {
      response.setProperties(structOf({ ...unknowns(type), ...inputs }));
      return response;
    }
    const made = await cloud.create({
      type,
      name,
      urn: request.getUrn(),
      region: regions.get(peer) ?? "global",
      inputs,
    });
    response.setId(made.id);
    response.setProperties(structOf(made.state));
    return response;
  };

  const update: Answer<proto.UpdateRequest, proto.UpdateResponse> = (request) => {
    const { type } = split(request.getUrn());
    const inputs = propertiesOf(request.getNews());
    const response = new proto.UpdateResponse();
    const state = request.getPreview()
      ? { ...propertiesOf(request.getOlds()), ...inputs }
      : cloud.update({ type, id: request.getId(), state: propertiesOf(request.getOlds()) }, inputs).state;
    response.setProperties(structOf(state));
    return response;
  };

  const read: Answer<proto.ReadRequest, proto.ReadResponse> = (request) => {
    const { type } = split(request.getUrn());
    const response = new proto.ReadResponse();
    const found = cloud.find({ type, id: request.getId(), state: propertiesOf(request.getProperties()) });
    if (found === undefined) return response; // without an id: it is gone
    response.setId(found.id);
    response.setInputs(structOf(found.inputs));
    response.setProperties(structOf(found.state));
    return response;
  };

  return {
    handshake: unimplemented,
    parameterize: unimplemented,
    getSchema: unimplemented,
    getMapping: unimplemented,
    getMappings: unimplemented,
    construct: unimplemented,
    call: unimplemented,
    list: unimplemented,
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    checkConfig: unary(checkConfig),
    diffConfig: unary(() => new proto.DiffResponse()),
    configure: unary(configure),
    invoke: unary((request: proto.InvokeRequest) => {
      const response = new proto.InvokeResponse();
      response.setReturn(structOf(invoke(request.getTok(), propertiesOf(request.getArgs()), { cloud, lookups })));
      return response;
    }),
    check: unary(check),
    diff: unary(diff),
    create: unary(create),
    read: unary(read),
    update: unary(update),
    delete: unary(async (request: proto.DeleteRequest) => {
      const { type } = split(request.getUrn());
      await cloud.delete({ type, id: request.getId(), state: propertiesOf(request.getProperties()) });
      return new Empty();
    }),
  };
};

const unknowns = (type: string): Properties => {
  const { state, inputs, computed } = sdkProperties(type);
  const left = [...state].filter((property) => !inputs.has(property));
  return Object.fromEntries([...left, ...computed].map((property) => [property, unknown]));
};

const checkResponse = (
  inputs: Properties,
  failures: readonly { readonly property: string; readonly reason: string }[],
): proto.CheckResponse => {
  const response = new proto.CheckResponse();
  response.setInputs(structOf(inputs));
  response.setFailuresList(
    failures.map(({ property, reason }) => {
      const failure = new proto.CheckFailure();
      failure.setProperty(property);
      failure.setReason(reason);
      return failure;
    }),
  );
  return response;
};
