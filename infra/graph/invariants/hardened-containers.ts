import * as z from "zod";
import { ofType } from "../captured.ts";
import { at, finding, type Invariant } from "./invariant.ts";

const container = z.looseObject({
  name: z.string(),
  image: z.string(),
  user: z.string().optional(),
  readonlyRootFilesystem: z.boolean().optional(),
  privileged: z.boolean().optional(),
  essential: z.boolean().optional(),
  linuxParameters: z.looseObject({ capabilities: z.looseObject({ drop: z.array(z.string()) }).optional() }).optional(),
  healthCheck: z.looseObject({ command: z.array(z.string()) }).optional(),
  environment: z.array(z.looseObject({ name: z.string(), value: z.string() })).default([]),
  secrets: z.array(z.looseObject({ name: z.string(), valueFrom: z.string() })).default([]),
  logConfiguration: z.looseObject({ logDriver: z.string() }).optional(),
});

const secretName = /PASSWORD|SECRET(?!_IDS)|PRIVATE_KEY|PEPPER|TOKEN|ADMIN_KEY|EDGE_KEYS/;

export const hardenedContainers: Invariant = {
  id: "hardened-containers",
  promise:
    "Containers run an image by digest as a user without rights, on a root nobody can write, with health checks and no secret in sight.",
  *check({ graph }) {
    for (const task of ofType(graph, "aws:ecs/taskDefinition:TaskDefinition")) {
      const definitions = z.array(container).safeParse(JSON.parse(String(at(task, "containerDefinitions") ?? "null")));
      if (!definitions.success) {
        yield finding(task, "has no readable container definitions");
        continue;
      }
      for (const one of definitions.data) {
        const wrong = (what: string) => finding(task, `runs ${one.name}, which ${what}`);
        if (!/@sha256:[0-9a-f]{64}$/.test(one.image)) yield wrong("is not named by its digest");
        if (one.user === undefined || /^(0|root)(:|$)/.test(one.user)) yield wrong("runs as root");
        if (one.readonlyRootFilesystem !== true) yield wrong("can write its root");
        if (one.privileged === true) yield wrong("is privileged");
        if (one.linuxParameters?.capabilities?.drop.includes("ALL") !== true) yield wrong("keeps capabilities");
        if (one.essential !== false && one.healthCheck === undefined && !/smoke/.test(task.name))
          yield wrong("has no health check");
        if (one.logConfiguration === undefined) yield wrong("has no log");
        for (const { name } of one.environment) {
          if (secretName.test(name) && !/_(FILE|FOLDER)$/.test(name)) yield wrong(`has ${name} in plain sight`);
        }
      }
      if (at(task, "networkMode") !== "awsvpc") yield finding(task, "shares a network");
    }
    for (const service of ofType(graph, "aws:ecs/service:Service")) {
      if (at(service, "enableExecuteCommand") !== false) yield finding(service, "lets people in");
      if (at(service, "deploymentCircuitBreaker.rollback") !== true) yield finding(service, "does not roll back");
    }
  },
};
