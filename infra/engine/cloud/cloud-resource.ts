export type Properties = Readonly<Record<string, unknown>>;

/** One thing that exists in the stand-in cloud. */
export interface CloudResource {
  /** Type token, such as `aws:kms/key:Key`. */
  readonly type: string;
  /** The Pulumi name. */
  readonly name: string;
  readonly urn: string;
  /** Of the provider that made it. */
  readonly region: string;
  readonly id: string;
  /** How often this type and name had been made before. */
  readonly incarnation: number;
  readonly inputs: Properties;
  /** Inputs with the computed outputs over them. */
  readonly state: Properties;
}

/** True when the text, at any depth of the value, is this one. */
export const contains = (value: unknown, text: string): boolean => {
  if (typeof value === "string") return value === text;
  if (Array.isArray(value)) return value.some((item) => contains(item, text));
  if (typeof value === "object" && value !== null) return Object.values(value).some((item) => contains(item, text));
  return false;
};

/** What others know a resource by: its id, its ARN, and its name where that is not the id. */
export const handles = ({ id, state }: CloudResource): readonly string[] =>
  [id, state.arn, state.name, state.bucket, state.family].filter(
    (handle): handle is string => typeof handle === "string" && handle !== "",
  );

/** True when the value names this resource. */
export const refersTo = (value: unknown, resource: CloudResource): boolean =>
  handles(resource).some((handle) => contains(value, handle));
