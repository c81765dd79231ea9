import type { PlatformSecrets } from "../../local/folder/secrets.ts";
import type { State } from "../../local/folder/state.ts";
import type { Client } from "../../local/http/client.ts";
import { createHome, type Home, type Running, readPlatform } from "./platform.ts";
import { clientOf, ownerOf, type TenantApi } from "./tenant.ts";

/** The one FlowGuard platform that the suites of a file use and mistreat, one after the other. */
export interface Subject {
  readonly home: Home;
  readonly running: Running;
  readonly root: string;
  readonly state: State;
  readonly secrets: PlatformSecrets;
  /** From an address of its own. */
  readonly client: Client;
  /** Owner of the tenant in `eastus`. */
  readonly acme: TenantApi;
  /** Owner of the tenant in `westeurope`. */
  readonly globex: TenantApi;
}

/** Gives the subject as it is now; only inside of tests and hooks. */
export type TheSubject = () => Subject;

export const startSubject = async (): Promise<Subject> => {
  const home = await createHome();
  try {
    return await adopt(home, await home.up());
  } catch (error) {
    await home.remove();
    throw error;
  }
};

/** The subject after another start. */
export const adopt = async (home: Home, running: Running): Promise<Subject> => {
  const { root } = running;
  const { state, secrets } = await readPlatform(root);
  const client = await clientOf(state);
  const acme = await ownerOf(client, state, secrets, "acme");
  const globex = await ownerOf(client, state, secrets, "globex");
  return { home, running, root, state, secrets, client, acme, globex };
};

export const endSubject = async ({ home, running, client }: Subject): Promise<void> => {
  client.close();
  await running.stop();
  await home.remove();
};

/** Region of the state by its id. */
export const region = ({ state }: Pick<Subject, "state">, id: string): State["regions"][number] => {
  const found = state.regions.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no region ${id}`);
  return found;
};

/** Origin of a tenant in a region, its own or not. */
export const origin = (subject: Pick<Subject, "state">, slug: string, id: string): string =>
  region(subject, id).edgeUrl.replace("://", `://${slug}.`);
