import { defineProduct, type Product, type ProductInput } from "@bailiwick/contract/product";
import { sampleProduct } from "../../../contract/src/product/testing/sample-product.ts";

/** A product with roles between all and nothing, so that every permission can be missing. */
export const testProduct = (changes: Partial<ProductInput> = {}): Product => {
  const sample = sampleProduct();
  return defineProduct({
    ...sample,
    roles: {
      ...sample.roles,
      manager: {
        label: "Manager",
        permissions: [
          "flow:read",
          "flow:write",
          "flow:delete",
          "member:read",
          "member:write",
          "role:read",
          "role:write",
        ],
        mfa: "required",
      },
      agent: { label: "Agent", permissions: ["flow:run"], mfa: "optional", service: true, reach: "application" },
    },
    ...changes,
  });
};
