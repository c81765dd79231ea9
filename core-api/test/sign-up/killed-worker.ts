import { runSignUp, type SignUpStep, signUpSteps } from "../../src/modules/sign-up/index.ts";
import { openRegion, type RegionFacts } from "./region.ts";

/** A worker that is killed without warning right before or right after a step's effect. */
const [facts, id = "", step = "", moment = ""] = process.argv.slice(2);
const region = await openRegion(JSON.parse(facts ?? "") as RegionFacts);

const steps = signUpSteps.map(
  (one): SignUpStep => ({
    name: one.name,
    async run(tools, job) {
      if (one.name === step && moment === "before") process.kill(process.pid, "SIGKILL");
      await one.run(tools, job);
      if (one.name === step && moment === "after") process.kill(process.pid, "SIGKILL");
    },
  }),
);
await runSignUp(region.tools, id, steps);
