export { workerdBinary } from "./workerd-binary.ts";
export {
  compatibilityDate,
  type Origin,
  type Peer,
  type Secret,
  type Source,
  type WorkerdProcess,
  workerdConfig,
} from "./workerd-config.ts";
