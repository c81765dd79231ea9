import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { imagesFolder, localImage } from "../images/images-folder.ts";
import type { DeclaredTask } from "./definition.ts";
import { createNetwork, type Network } from "./network.ts";
import { createPodman, leaveOutImages } from "./podman.ts";
import { runTask, type TaskOptions } from "./run-task.ts";

describe.skipIf(leaveOutImages("how tasks are run"))("a task", () => {
  let network: Network;
  let options: TaskOptions;

  beforeAll(() => {
    network = createNetwork();
    options = {
      podman: createPodman(imagesFolder),
      network,
      image: () => localImage("core-api"),
      readSecret: () => undefined,
    };
  });
  afterAll(() => network.remove());

  /** A container that does nothing but what the test adds. */
  const task = (...containers: readonly object[]): DeclaredTask => ({
    family: "sample",
    memory: "256",
    volumes: [{ name: "tmp" }],
    containerDefinitions: JSON.stringify(
      containers.map((own) => ({
        name: "one",
        image: "registry/core-api@sha256:0",
        command: ["/app/core-api/src/cli/main.ts", "region", "check", "--help"],
        user: "65532",
        readonlyRootFilesystem: true,
        linuxParameters: { capabilities: { drop: ["ALL"] } },
        mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp", readOnly: false }],
        ...own,
      })),
    ),
  });

  /** What a script of Node's says inside a container, which keeps running meanwhile. */
  const inside = async (declared: DeclaredTask, script: string): Promise<unknown> => {
    const running = await runTask(declared, options);
    try {
      const [one] = running.containers;
      const said = await options.podman.must(["exec", one?.name ?? "", "/nodejs/bin/node", "--eval", script]);
      return JSON.parse(said);
    } finally {
      await running.remove();
    }
  };
  const waiting = {
    entryPoint: ["/nodejs/bin/node", "--eval", "setInterval(() => {}, 1000)"],
  };
  const limits = `const status = fs.readFileSync("/proc/self/status", "utf8");
    const can = (path) => { try { fs.writeFileSync(path + "/probe", ""); return true; } catch (error) { return error.code; } };
    console.log(JSON.stringify({ user: process.getuid(), cap: /CapEff:\\s*(\\w+)/.exec(status)[1], tmp: can("/tmp"), app: can("/app"),
      memory: process.constrainedMemory() / 2 ** 20 }))`;

  test("has the user, the capabilities, the root and the memory that it declares", async () => {
    expect(await inside(task(waiting), limits)).toEqual({
      user: 65532,
      cap: "0000000000000000",
      tmp: true,
      app: "EROFS",
      memory: 256,
    });
    const lax = {
      ...waiting,
      user: "0",
      readonlyRootFilesystem: false,
      linuxParameters: { capabilities: { drop: [] } },
    };
    expect(await inside(task({ ...lax, memory: 128 }), limits)).toMatchObject({ user: 0, app: true, memory: 128 });
  });

  test("cannot write to a volume at a path that the image does not declare, as on Fargate", async () => {
    const elsewhere = [{ sourceVolume: "tmp", containerPath: "/home/nonroot", readOnly: false }];
    const script = `try { fs.writeFileSync("/home/nonroot/probe", ""); } catch ({ code }) { console.log(JSON.stringify(code)); }`;
    expect(await inside(task({ ...waiting, mountPoints: elsewhere }), script)).toBe("EACCES");
  });

  test("is refused for a variable that its process does not read", async () => {
    const environment = [{ name: "BAILIWICK_MISSPELT", value: "x" }];
    await expect(runTask(task({ environment }), options)).rejects.toThrow(
      "sample/one is given BAILIWICK_MISSPELT, which it does not read",
    );
  });

  test("is refused for a secret that is not there, and for a field that nobody would carry out", async () => {
    const secrets = [
      { name: "BAILIWICK_ADMIN_KEY", valueFrom: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf" },
    ];
    const command = ["/app/core-api/src/server.ts"];
    await expect(runTask(task({ command, secrets }), options)).rejects.toThrow("there is no secret");
    await expect(runTask(task({ privileged: true }), options)).rejects.toThrow("privileged");
  });

  test("does not start a container that waits for one which fails", async () => {
    const init = { name: "init", essential: false, command: ["/app/core-api/src/cli/main.ts", "region", "init"] };
    const after = { dependsOn: [{ containerName: "init", condition: "SUCCESS" }] };
    await expect(runTask(task(init, after), options)).rejects.toThrow(/init ended with 2: .*BAILIWICK_SECRET_IDS/s);
  });

  test("does not become healthy when a required variable is not declared", async () => {
    const healthCheck = { command: ["CMD", "/nodejs/bin/node", "/app/core-api/src/health.ts"], startPeriod: 60 };
    const running = await runTask(task({ command: ["/app/core-api/src/server.ts"], healthCheck }), options);
    try {
      await expect(running.untilHealthy()).rejects.toThrow("BAILIWICK_PORT is not set.");
    } finally {
      await running.remove();
    }
  });
});
