import { createRequire } from "node:module";

// The very module that @pulumi/pulumi loads: its serialisers refuse a message of another copy's class.
const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));
const anyProto: typeof import("google-protobuf/google/protobuf/any_pb.js") = require("google-protobuf/google/protobuf/any_pb.js");
const emptyProto: typeof import("google-protobuf/google/protobuf/empty_pb.js") = require("google-protobuf/google/protobuf/empty_pb.js");
const structProto: typeof import("google-protobuf/google/protobuf/struct_pb.js") = require("google-protobuf/google/protobuf/struct_pb.js");

export const { Any } = anyProto;
export const { Empty } = emptyProto;
export const { Struct } = structProto;
