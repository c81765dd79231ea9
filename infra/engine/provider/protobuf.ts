import { createRequire } from "node:module";

// The very module that @pulumi/pulumi loads: its serialisers refuse a message of another copy's class.
const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/package.json"));

export const {
  Empty,
}: typeof import("google-protobuf/google/protobuf/empty_pb.js") = require("google-protobuf/google/protobuf/empty_pb.js");
export const {
  Struct,
}: typeof import("google-protobuf/google/protobuf/struct_pb.js") = require("google-protobuf/google/protobuf/struct_pb.js");
