import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb.js";
import { MockMonitor, type Mocks } from "@pulumi/pulumi/runtime/mocks.js";
import type { CapturedResource } from "./captured.ts";
import { unmark } from "./secret-marks.ts";

type Answer = (error: unknown, response: RegisterResourceResponse | undefined) => void;

const stackType = "pulumi:pulumi:Stack";
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Stands for the engine inside the program's own process and keeps every registration whole: `setMocks` alone would show
 * neither protection nor parents nor dependencies. Names resources as the engine does and, like it, refuses a name twice.
 */
export class CapturingMonitor extends MockMonitor {
  readonly #project: string;
  readonly #stack: string;
  readonly #captured: CapturedResource[] = [];
  readonly #seen = new Set<string>();
  /** What no engine would let pass. Kept here, because the SDK does not show a program the text of every error. */
  readonly refusals: Error[] = [];
  /** The SDK's stand-in forms other URNs; what the program is told is translated back. */
  readonly #urns = new Map<string, string>();

  constructor(mocks: Mocks, project: string, stack: string) {
    super(mocks);
    this.#project = project;
    this.#stack = stack;
  }

  get captured(): readonly CapturedResource[] {
    return this.#captured;
  }

  refuse(message: string): Error {
    const refusal = new Error(message);
    this.refusals.push(refusal);
    return refusal;
  }

  override async registerResource(request: RegisterResourceRequest, callback: Answer): Promise<void> {
    const urn = this.#urnOf(request);
    if (this.#seen.has(urn)) {
      this.refuse(`${urn} is registered twice: the engine would refuse it`);
    }
    this.#seen.add(urn);
    await super.registerResource(request, (error: unknown, response: RegisterResourceResponse | undefined) => {
      if (response !== undefined) {
        this.#urns.set(response.getUrn(), urn);
        if (request.getType() !== stackType) this.#captured.push(this.#capture(request, urn, response.getId()));
      }
      callback(error, response);
    });
  }

  /** The program may register hooks; nothing runs here that could call them. */
  registerResourceHook(_request: unknown, callback: (error: null, response: object) => void): void {
    callback(null, {});
  }

  #urnOf(request: RegisterResourceRequest): string {
    const parent = this.#urns.get(request.getParent());
    const parentType = parent?.split("::")[2];
    const type = request.getType();
    const qualified = parentType === undefined || parentType === stackType ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.#stack}::${this.#project}::${qualified}::${request.getName()}`;
  }

  #translate = (urns: readonly string[]): readonly string[] =>
    [...new Set(urns.map((urn) => this.#urns.get(urn) ?? urn))].toSorted();

  #capture(request: RegisterResourceRequest, urn: string, id: string): CapturedResource {
    const parent = this.#urns.get(request.getParent());
    const { value, secrets } = unmark(request.getObject()?.toJavaScript() ?? {});
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new TypeError(`${urn} has no inputs`);
    const byProperty = [...request.getPropertydependenciesMap().entries()]
      .map(
        ([property, found]: [string, { getUrnsList(): string[] }]) =>
          [property, this.#translate(found.getUrnsList())] as const,
      )
      .filter(([, urns]) => urns.length > 0);
    return {
      urn,
      type: request.getType(),
      name: request.getName(),
      parent: parent === undefined || parent.split("::")[2] === stackType ? undefined : parent,
      custom: request.getCustom(),
      id,
      provider: this.#translate([request.getProvider().split("::").slice(0, 4).join("::")])[0] ?? "",
      protect: request.getProtect() ?? false,
      retainOnDelete: request.getRetainondelete() ?? false,
      ignoreChanges: request.getIgnorechangesList(),
      deletedWith: this.#translate([request.getDeletedwith()]).find((found) => found !== ""),
      dependencies: this.#translate(request.getDependenciesList()),
      propertyDependencies: Object.fromEntries(byProperty),
      secrets,
      source: sourceOf(request),
      inputs: value as CapturedResource["inputs"],
    };
  }
}

/** The SDK puts a scheme before what in a module is a URL already, and writes what is written so once more. */
const sourceOf = (request: RegisterResourceRequest): string | undefined => {
  const position = request.getSourceposition();
  const uri = position?.getUri();
  if (position === undefined || uri === undefined) return undefined;
  const path = decoded(decoded(uri).replace(/^(file:\/*)+/, "/"));
  return `${relative(root, path)}:${position.getLine()}`;
};

const decoded = (uri: string): string => {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // a path with a per cent sign of its own
  }
};
