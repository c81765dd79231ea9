import type { CapturedGraph, CapturedResource } from "./captured.ts";

/** Lines of a table: what there is, where it was made, what protects it. */
export const tableText = ({ resources }: CapturedGraph): string => {
  const rows = resources
    .filter(({ custom }) => custom)
    .map((resource) => [resource.type, resource.name, marks(resource), resource.source ?? ""])
    .toSorted(([a = "", b = ""], [c = "", d = ""]) => `${a} ${b}`.localeCompare(`${c} ${d}`, "en"));
  const head = ["type", "name", "kept", "made in"];
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line), "", summary(resources)].join(
    "\n",
  );
};

const marks = ({ protect, retainOnDelete }: CapturedResource): string =>
  [protect ? "protect" : "", retainOnDelete ? "retain" : ""].filter((mark) => mark !== "").join("+");

const summary = (resources: readonly CapturedResource[]): string => {
  const real = resources.filter(({ custom }) => custom);
  const kept = real.filter(({ protect }) => protect).length;
  return `${real.length} resources of ${new Set(real.map(({ type }) => type)).size} types, ${kept} protected`;
};

/** A Mermaid flow chart of the components and of who takes values from whom. */
export const mermaidText = ({ resources }: CapturedGraph): string => {
  const components = resources.filter(({ custom }) => !custom);
  const ids = new Map(components.map(({ urn }, at) => [urn, `c${at}`]));
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  /** The part of the stamp a resource belongs to: the component right below the stamp itself. */
  const partOf = (urn: string): string | undefined => {
    const resource = byUrn.get(urn);
    const parent = resource?.parent;
    if (resource === undefined) return undefined;
    const grandparent = parent === undefined ? undefined : byUrn.get(parent)?.parent;
    if (!resource.custom && grandparent === undefined) return ids.get(urn);
    return parent === undefined ? undefined : partOf(parent);
  };
  const edges = new Set<string>();
  for (const { urn, dependencies } of resources) {
    const to = partOf(urn);
    for (const dependency of dependencies) {
      const from = partOf(dependency);
      if (from !== undefined && to !== undefined && from !== to) edges.add(`  ${from} --> ${to}`);
    }
  }
  const used = new Set([...edges].flatMap((edge) => edge.trim().split(" --> ")));
  const nodes = components.flatMap((component) => {
    const id = ids.get(component.urn);
    return id !== undefined && used.has(id) ? [`  ${id}["${component.name}"]`] : [];
  });
  return ["flowchart LR", ...nodes, ...[...edges].toSorted()].join("\n");
};

/** Everything, for programs. */
export const jsonText = (graph: CapturedGraph): string => JSON.stringify(graph, null, 2);
