import type { TestProject } from "vitest/node";
import { startTestServer } from "./test-server.ts";

/** One Postgres for the whole run. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const { server, stop } = await startTestServer();
  project.provide("postgres", server);
  return stop;
};
