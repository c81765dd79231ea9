import { describe, expect, it } from "vitest";
import { headers, isPermission, permissions } from "./index.ts";

describe("header names", () => {
  const names = Object.values(headers);

  it("are lower-case tokens (RFC 9110 section 5.1)", () => {
    for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/);
  });

  it("are each used once", () => {
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("permissions", () => {
  it("are resource and verb, each once", () => {
    for (const permission of permissions) expect(permission).toMatch(/^[a-z]+:[a-z]+$/);
    expect(new Set(permissions).size).toBe(permissions.length);
  });

  it("are told from other text", () => {
    for (const permission of permissions) expect(isPermission(permission)).toBe(true);
    for (const other of ["", "flow", "flow:", "flow:Read", "flow:read ", "constructor", "__proto__"]) {
      expect(isPermission(other)).toBe(false);
    }
  });
});
