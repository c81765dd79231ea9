import { newTenantKey } from "../../../platform/keys/index.ts";
import type { SignUpStep } from "./index.ts";

/** The tenant's first key, wrapped. A second run keeps the first one: something may be sealed under it already. */
export const createKey: SignUpStep = {
  name: "create-key",
  async run({ catalog, keyService }, { id }) {
    const { version, wrapped, kekId } = await newTenantKey(keyService, id, 1);
    await catalog`
      insert into catalog.tenant_key (org_id, version, wrapped, kek_id, state)
      values (${id}, ${version}, ${wrapped}, ${kekId}, 'active') on conflict (org_id, version) do nothing`;
  },
};
