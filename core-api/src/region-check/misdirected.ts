import { NotSo } from "./check.ts";
import type { Reply } from "./client.ts";

export interface MisdirectedOptions {
  /** What was asked, for the words of a failure. */
  readonly asked: string;
  /** @default the field that ends in `-region-endpoint` */
  readonly endpointHeader?: string | undefined;
}

const other =
  "Only the edge answers 421 for a tenant: see that this is its answer, and that its pin maps are fresh (/health).";

/**
 * The endpoint that a refusal of a tenant of another region names (RFC 9110 section 15.5.20). Throws `NotSo` unless the
 * answer is 421, names one endpoint in its field and in its body, may be kept by nobody and can be read by any page.
 */
export const endpointOf = (reply: Reply, { asked, endpointHeader }: MisdirectedOptions): string => {
  if (reply.status !== 421) throw new NotSo(`${asked} is answered ${reply.status}, not 421`, other);
  const wanted = endpointHeader?.toLowerCase();
  const found = reply.fields.filter(([name]) =>
    wanted === undefined ? name.endsWith("-region-endpoint") : name === wanted,
  );
  const [field, another] = found;
  if (field === undefined || another !== undefined) {
    const count = field === undefined ? "no" : "more than one";
    throw new NotSo(
      `421 with ${count} ${endpointHeader ?? "field that ends in -region-endpoint"}`,
      "Have nothing between edge and client take fields away; a product whose field is called otherwise needs --endpoint-header.",
    );
  }
  const [name, endpoint] = field;
  const { endpoint: stated } = reply.json();
  if (stated !== endpoint) {
    throw new NotSo(`421 whose body names ${String(stated)} and whose ${name} names ${endpoint}`, other);
  }
  const caching = reply.field("cache-control") ?? "no Cache-Control";
  if (!/(^|[,\s])no-store($|[,\s])/.test(caching)) {
    throw new NotSo(
      `421 that may be kept: ${caching}`,
      "It must be no-store, or a cache would go on refusing a tenant that has moved: see what changes Cache-Control on the way.",
    );
  }
  const exposed = (reply.field("access-control-expose-headers") ?? "").toLowerCase().split(/\s*,\s*/);
  const origin = reply.field("access-control-allow-origin");
  if (!exposed.includes(name) || origin === undefined) {
    throw new NotSo(
      `421 that a page cannot read: ${origin === undefined ? "no Access-Control-Allow-Origin" : `${name} is not exposed`}`,
      "Have nothing between edge and client change the fields of CORS.",
    );
  }
  return endpoint;
};

/** Any page in a browser, which may not be one of the product's. */
export const fromAnyPage = { origin: "https://page.example" } as const;
