import type { Product } from "@bailiwick/contract/product";
import { type Registry, tenantEndpoint } from "@bailiwick/contract/region";
import type { StateTenant } from "../folder/state.ts";
import { type CommandFor, shell } from "./command-line.ts";
import { seconds } from "./report.ts";

/** How a platform that runs comes to its end. */
export interface HowToEnd {
  /** By the terminal it was started at, or from any. */
  readonly end: "ctrl-c" | "down";
  /** Whether anything of it is there afterwards. */
  readonly kept: boolean;
}

export interface SummaryOptions extends HowToEnd {
  readonly product: Pick<Product, "name" | "names">;
  readonly name: string;
  readonly registry: Registry;
  readonly tenants: readonly StateTenant[];
  readonly apiUrls: readonly string[];
  readonly caFile: string;
  readonly root: string;
  /** By tenant, by address; only on the start that made them. */
  readonly newPasswords?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  readonly readyMs: number;
  readonly memoryBytes: number | undefined;
  readonly command: CommandFor;
}

/** What a person needs after the start, and the lines that show what the platform is for. */
export const summary = (options: SummaryOptions): string => {
  const {
    product,
    name,
    registry,
    tenants,
    apiUrls,
    caFile,
    root,
    newPasswords,
    readyMs,
    memoryBytes,
    command,
    end,
    kept,
  } = options;
  const showPasswords = command("status", { showSecrets: true });
  const rows: string[] = ["", `  ${product.name}, local platform "${name}"`, ""];
  const row = (title: string, text: string): void => void rows.push(`  ${title.padEnd(11)} ${text}`);

  for (const { slug, region, endpoint, signInName } of tenants) {
    row(slug, `${endpoint}  ${signInName}  (${region})`);
  }
  row("Global", registry.globalUrl);
  if (newPasswords === undefined) row("Passwords", showPasswords);
  else {
    row("Passwords", kept ? `shown once; again with: ${showPasswords}` : "good until it is stopped");
    for (const { slug, signInName } of tenants) row("", `${signInName}  ${newPasswords[slug]?.[signInName] ?? ""}`);
  }
  row("Trust", `${shell(caFile)}  (good for names under localhost only)`);
  row("Web page", "none yet: use curl, as below");
  const lines = refusals(options);
  if (lines.length > 0) {
    rows.push("", "  A tenant lives in one region. Ask for it in the other, and the edge refuses:", "");
    for (const { command, answer } of lines) rows.push(`    ${command}`, `    → ${answer}`, "");
  }
  const [api] = apiUrls;
  if (api !== undefined) {
    rows.push("  Go around the edge, and the core API refuses too:", "");
    rows.push(`    curl -i ${api}/api/v1/flows`, "    → 421 untrusted-hop", "");
  }
  row("Data, logs", shell(root));
  const stop = end === "ctrl-c" ? "Ctrl+C" : command("down");
  row("", kept ? `stop: ${stop}   wipe: ${command("reset", { yes: true })}` : `stop: ${stop}, which removes all of it`);
  rows.push("", `  ${readyLine(readyMs, memoryBytes)}`, "");
  return rows.join("\n");
};

/** `Ready in 7.4 s · 742 MB` */
export const readyLine = (readyMs: number, memoryBytes: number | undefined): string => {
  const memory = memoryBytes === undefined ? "" : ` · ${Math.round(memoryBytes / 1e6)} MB`;
  return `Ready in ${seconds(readyMs)}${memory}`;
};

export interface Refusal {
  /** To be copied as it stands. */
  readonly command: string;
  readonly answer: string;
}

/** The first tenant asked for in a region that is not its own. */
export const refusals = ({
  registry,
  tenants,
  caFile,
  product,
}: Pick<SummaryOptions, "registry" | "tenants" | "caFile" | "product">): readonly Refusal[] => {
  const [tenant] = tenants;
  const other = registry.regions.find(({ id }) => id !== tenant?.region);
  if (tenant === undefined || other === undefined) return [];
  return [
    {
      command: `curl -i --cacert ${shell(caFile)} ${tenantEndpoint(other, tenant.slug)}/api/v1/flows`,
      answer: `421, ${product.names.regionEndpointHeader}: ${tenant.endpoint}`,
    },
  ];
};
