import { describe, expect, it } from "vitest";
import { type Container, containerDefinition, containerDefinitions } from "./container.ts";

const image = `registry.example/core-api@sha256:${"a".repeat(64)}`;
const container = (other: Partial<Container> = {}): Container => ({
  name: "api",
  image,
  essential: true,
  environment: { B: "2", A: "1" },
  secrets: { D: "arn:d", C: "arn:c:field::" },
  ports: [8443],
  stopSeconds: 60,
  after: [],
  log: { group: "/bailiwick/api", region: "eu-west-1" },
  ...other,
});

describe("container definition", () => {
  it("is that of a process without root, capabilities or a writable image", () => {
    expect(containerDefinition(container())).toStrictEqual({
      name: "api",
      image,
      essential: true,
      user: "65532",
      readonlyRootFilesystem: true,
      linuxParameters: { capabilities: { drop: ["ALL"] } },
      mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp", readOnly: false }],
      portMappings: [{ containerPort: 8443, protocol: "tcp" }],
      environment: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
      secrets: [
        { name: "C", valueFrom: "arn:c:field::" },
        { name: "D", valueFrom: "arn:d" },
      ],
      logConfiguration: {
        logDriver: "awslogs",
        options: {
          "awslogs-group": "/bailiwick/api",
          "awslogs-region": "eu-west-1",
          "awslogs-stream-prefix": "api",
          mode: "non-blocking",
          "max-buffer-size": "4m",
        },
      },
      stopTimeout: 60,
      dependsOn: [],
    });
  });

  it("runs the health command itself, without a shell", () => {
    const health = {
      command: ["node", "health.ts"],
      everySeconds: 10,
      timeoutSeconds: 5,
      failures: 3,
      graceSeconds: 60,
    };
    expect(containerDefinition(container({ health })).healthCheck).toStrictEqual({
      command: ["CMD", "node", "health.ts"],
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: 60,
    });
  });

  it("waits for the containers before it to end well", () => {
    expect(containerDefinition(container({ after: ["init"] })).dependsOn).toStrictEqual([
      { containerName: "init", condition: "SUCCESS" },
    ]);
  });

  it.each<[string, RegExp, readonly Container[]]>([
    ["an image by tag", /by digest/, [container({ image: "registry.example/core-api:1" })]],
    ["a name twice", /is there twice/, [container(), container()]],
    ["a stop that Fargate would cut short", /120 seconds/, [container({ stopSeconds: 121 })]],
    ["a wait for nobody", /waits for init/, [container({ after: ["init"] })]],
    [
      "a wait for one whose end ends the task",
      /waits for init/,
      [container({ name: "init" }), container({ after: ["init"] })],
    ],
    ["a variable with two values", /as a value and as a secret/, [container({ secrets: { A: "arn:a" } })]],
  ])("refuses %s", (_, sentence, containers) => {
    expect(() => containerDefinitions(containers)).toThrow(sentence);
  });
});
