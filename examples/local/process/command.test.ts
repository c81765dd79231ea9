import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { commandOf, programOf } from "./command.ts";

test.each([
  [["/opt/node/bin/node", "--enable-source-maps", "/srv/my-app/server.ts", "8080"], "node server.ts"],
  [["/usr/bin/python3.13", "-m", "http.server", "8443"], "python3.13"],
  [["/repo/node_modules/workerd/bin/workerd", "serve", "/x/edge.capnp"], "workerd"],
  [["/in a folder/with blanks/bin/workerd", "serve"], "workerd"],
  [["nginx: master process /usr/sbin/nginx"], "nginx"],
  [[], ""],
])("%j is called %s", (command, name) => {
  expect(programOf(command)).toBe(name);
});

test("the command of a process is its own words, and of none it is empty", async () => {
  const child = spawn("/bin/sleep", ["60"]);
  try {
    await expect.poll(() => commandOf(child.pid ?? 0), { timeout: 20_000 }).toContain("sleep 60");
  } finally {
    child.kill("SIGKILL");
  }
  expect(await commandOf(2 ** 30)).toBe("");
});
