import { planById } from "@bailiwick/contract/product";
import { newTenantKey } from "../../../platform/keys/index.ts";
import type { SignUpStep } from "../step.ts";

/**
 * The tenant's first key, wrapped under the region's, or under one of its own where its plan promises that and the key service
 * has such keys. A second run keeps the first one: something may be sealed under it already.
 */
export const createKey: SignUpStep = {
  name: "create-key",
  async run({ catalog, keyService, product }, { id, request }) {
    const promised = planById(product, request.plan)?.keys === "tenant";
    const service = promised ? ((await keyService.ofOrganisation?.(id)) ?? keyService) : keyService;
    const { version, wrapped, kekId } = await newTenantKey(service, id, 1);
    await catalog`
      insert into catalog.tenant_key (org_id, version, wrapped, kek_id, state)
      values (${id}, ${version}, ${wrapped}, ${kekId}, 'active') on conflict (org_id, version) do nothing`;
  },
};
