import type { Source } from "./directions.ts";

/** The worker's entries: where a runtime's bindings are read and a platform is chosen. Nothing else imports them. */
const entry = /^edge\/src\/(?:global|redirect\.workerd|regional\.(?:workerd|cloudflare))\.ts$/;

/** Where a request may leave the edge: to its own origin, and to a peer for its public pin map. */
const ways = new Set([
  "edge/src/bindings.ts",
  "edge/src/edge.ts",
  "edge/src/origin.ts",
  "edge/src/refresh/document.ts",
  "edge/src/steps/forward/index.ts",
]);

interface Rule {
  readonly pattern: RegExp;
  readonly allowed: (path: string) => boolean;
  readonly says: string;
}

const rules: readonly Rule[] = [
  {
    pattern: /(?<!function )(?<![\w$])fetch\(|\bnew WebSocket\(|\bfrom "cloudflare:sockets"/,
    allowed: (path) => ways.has(path),
    says: "opens a way out of the edge: only the forward step and the refreshes have one",
  },
  {
    pattern: /\bfrom "cloudflare:|\bimport\("cloudflare:/,
    allowed: (path) => entry.test(path),
    says: "takes from the runtime: only the entries read bindings",
  },
  {
    pattern: /\.cf\b|[{,]\s*cf\s*[,}]|"cf-connecting-ip"|\bcaches\.|\bnavigator\./i,
    allowed: (path) => path.startsWith("edge/src/platform/"),
    says: "knows a platform: that is for edge/src/platform",
  },
  {
    pattern: /from "[^"]*platform\/(?:cloudflare|workerd)\.ts"/,
    allowed: (path) => entry.test(path),
    says: "chooses a platform: only the entries do",
  },
];

/** Every place of the edge that goes around its boundaries, as a sentence; tests may do as they like. */
export const edgeBreaches = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path }) => path.startsWith("edge/src/") && path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .flatMap(({ path, text }) => {
      const code = withoutComments(text);
      return rules
        .filter(({ pattern, allowed }) => !allowed(path) && pattern.test(code))
        .map(({ says }) => `${path} ${says}`);
    });

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/.*$/gm, "");
