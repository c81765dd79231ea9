import * as z from "zod";

const pendingSchema = z.object({
  type: z.string(),
  resource: z.object({
    urn: z.string(),
    type: z.string(),
    custom: z.boolean().default(false),
    parent: z.string().default(""),
    provider: z.string().default(""),
    inputs: z.record(z.string(), z.unknown()).default({}),
  }),
});

/** What of a stack's exported state this needs. */
export const exportedStateSchema = z.object({
  deployment: z.object({ pending_operations: z.array(pendingSchema).default([]) }),
});

/** What `pulumi import --file` reads. */
export interface ImportFile {
  /** URNs by the names that resources use for them. */
  readonly nameTable: Readonly<Record<string, string>>;
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly id: string;
    readonly parent: string;
    readonly provider: string;
  }[];
}

/** A creation of which nobody knows whether it happened. */
export interface PendingCreation {
  readonly urn: string;
  readonly type: string;
  /** Its name in the program. */
  readonly name: string;
  /** What the cloud calls it, where the program gave it a name. */
  readonly calledInCloud: string | undefined;
  readonly parent: string;
  readonly provider: string;
}

/** Where an id is to be put; the same as Pulumi's own import files have. */
export const placeholder = "<PLACEHOLDER>";

/**
 * The creations in a stack's exported state that an interrupted `up` had begun and did not see the end of. Without components,
 * which exist nowhere but in the state. Throws `ZodError` for what is no exported state.
 */
export const pendingCreations = (exported: unknown): readonly PendingCreation[] =>
  exportedStateSchema
    .parse(exported)
    .deployment.pending_operations.filter(({ type, resource }) => type === "creating" && resource.custom)
    .map(({ resource: { urn, type, parent, provider, inputs } }) => ({
      ...{ urn, type, parent },
      name: nameOf(urn),
      calledInCloud: nameProperties.map((property) => inputs[property]).find((name) => typeof name === "string"),
      // A reference ends with the id of the provider in the state, which an import file does not have.
      provider: provider.split("::").slice(0, -1).join("::"),
    }));

const nameProperties = ["name", "bucket", "clusterIdentifier", "identifier", "family"] as const;

const nameOf = (urn: string): string => urn.split("::").at(-1) ?? urn;

/** An import file for these creations. `idOf` answers the id that a creation got; without one it is left to be filled in. */
export const importFile = (
  creations: readonly PendingCreation[],
  idOf: (creation: PendingCreation) => string | undefined = () => undefined,
): ImportFile => ({
  nameTable: Object.fromEntries(
    creations.flatMap(({ parent, provider }) => [parent, provider]).map((urn) => [nameOf(urn), urn]),
  ),
  resources: creations.map((creation) => ({
    type: creation.type,
    name: creation.name,
    id: idOf(creation) ?? placeholder,
    parent: nameOf(creation.parent),
    provider: nameOf(creation.provider),
  })),
});
