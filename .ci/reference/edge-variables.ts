import { ConfigError } from "../../contract/src/environment/index.ts";
import { readEdgeSettings } from "../../edge/deploy/container/settings.ts";

/** What each variable of the edge's container holds; the page fails to generate when one is missing or left over. */
const held: Readonly<Record<string, string>> = {
  BAILIWICK_GLOBAL: "`true` for the edge of the region-less host, which has no region and no origin",
  BAILIWICK_REGION: "id of its region in the list",
  BAILIWICK_REGISTRY: "the list of regions, JSON; one of this and BAILIWICK_REGISTRY_FILE",
  BAILIWICK_REGISTRY_FILE: "path of the list of regions, `registry.json`",
  BAILIWICK_PIN_PUBLIC_KEY: "its region's own public pin key: trusted while its entry in the list has no `pinKeys`",
  BAILIWICK_PRODUCT_FILE: "path of the product profile: a module whose default export is `defineProduct({…})`",
  BAILIWICK_PORT: "port for HTTPS; 8443 unless set",
  BAILIWICK_PLAIN_HTTP_PORT: "port for plain HTTP, which only says 308; closed unless set",
  BAILIWICK_ORIGIN: "the core API, `host:port`; the name is looked up for every new connection",
  BAILIWICK_ORIGIN_CA: "certificates in PEM that the core API's must lead to",
  BAILIWICK_ORIGIN_NAME: "name that the core API's certificate must have",
  BAILIWICK_EDGE_KEYS: "keys that it signs with, as the core API has them; the first signs",
  BAILIWICK_PIN_PEPPER: "key of the names in pin maps, 32 bytes as base64url; the same in every region of a product",
  BAILIWICK_TLS_CERTIFICATE: "certificate that it shows, PEM, with those that lead to its authority",
  BAILIWICK_TLS_PRIVATE_KEY: "its key, PEM",
  BAILIWICK_PEER_CA:
    "certificates in PEM that other regions' edges' must lead to; those that browsers trust unless set",
  BAILIWICK_TRUSTED_HOPS:
    "ranges of the one balancer in front, CIDR, separated by commas: the last entry of its `X-Forwarded-For` is the client",
  BAILIWICK_HSTS: 'JSON `{"maxAgeSeconds", "includeSubDomains", "preload"}`; as the profile has it unless set',
  BAILIWICK_WORK_FOLDER: "folder for its files, which it removes as it ends; /tmp unless set",
  BAILIWICK_WORKERS_FOLDER: "folder of the bundled workers; edge/dist unless set",
};

const secret: ReadonlySet<string> = new Set([
  "BAILIWICK_EDGE_KEYS",
  "BAILIWICK_PIN_PEPPER",
  "BAILIWICK_TLS_PRIVATE_KEY",
]);

/** A row for each variable that the container asks for: its name, whether it is required, whether it is secret, what it holds. */
export const edgeVariables = async (): Promise<readonly (readonly [string, string, string, string])[]> => {
  const asked = new Set<string>();
  const environment = new Proxy<Record<string, string | undefined>>(
    {},
    {
      get(_, name) {
        asked.add(String(name));
        return undefined;
      },
    },
  );
  const missing = await readEdgeSettings(environment).then(
    () => "",
    (error: unknown) => {
      if (error instanceof ConfigError) return error.problems.join("\n");
      throw error;
    },
  );
  const names = [...asked].filter((name) => !name.endsWith("_FILE") || held[name] !== undefined);
  const left = Object.keys(held).filter((name) => !asked.has(name));
  if (left.length > 0) throw new Error(`the edge's container does not read ${left.join(", ")}`);
  return names.map((name) => {
    const holds = held[name];
    if (holds === undefined) throw new Error(`${name} of the edge's container is not described`);
    const required = new RegExp(`^${name} is not set`, "m").test(missing);
    return [name, required ? "yes" : "", secret.has(name) ? "yes" : "", holds];
  });
};
