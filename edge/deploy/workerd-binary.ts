import { createRequire } from "node:module";

/** Path of the workerd executable of this platform. The package that carries it is pinned: its behaviour is tested. */
export const workerdBinary = (): string => {
  // workerd's own package says where, as it also does after an installation without scripts.
  const exported: unknown = createRequire(import.meta.url)("workerd");
  const path =
    typeof exported === "object" && exported !== null && "default" in exported ? exported.default : undefined;
  if (typeof path !== "string") throw new TypeError("the workerd package does not say where its executable is");
  return path;
};
