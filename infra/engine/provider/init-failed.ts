import * as grpc from "@grpc/grpc-js";
import errors from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import type { NotReady } from "../cloud/faults.ts";
import { Any, Struct } from "./protobuf.ts";

/**
 * The error by which a provider says that a resource exists and is not ready: the engine keeps it in the state, and updates it
 * with the next `up`.
 */
export const initFailed = ({ id, state, message }: NotReady): grpc.ServiceError => {
  const detail = new errors.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(Struct.fromJavaScript({ ...state } as Record<string, never>));
  detail.setReasonsList([message]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const full = new status.Status();
  full.setCode(grpc.status.UNKNOWN);
  full.setMessage(message);
  full.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(full.serializeBinary()));
  return { code: grpc.status.UNKNOWN, name: "Error", message, details: message, metadata };
};
