/** Environment of every Node process of the platform; nothing else of the shell's environment reaches it. */
export const nodeEnvironment = (compileCache: string): Readonly<Record<string, string>> => ({
  PATH: process.env.PATH ?? "",
  HOME: process.env.HOME ?? "",
  TZ: "UTC",
  NODE_ENV: "production",
  NODE_COMPILE_CACHE: compileCache,
  BAILIWICK_PARENT_PIPE: "stdin",
});

/** Small generations: eight processes share a laptop, and each serves one person. */
export const nodeFlags = (heapMegabytes: number): readonly string[] => [
  "--max-semi-space-size=1",
  `--max-old-space-size=${heapMegabytes}`,
  "--disable-warning=ExperimentalWarning",
];
