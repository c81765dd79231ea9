export { maxAttempts, strandedSignUps } from "./attempts.ts";
export { runSignUp, type SignUpOutcome } from "./job.ts";
export { type SignUpRefusal, SignUpRefused } from "./refused.ts";
export { type Repeat, repeatOf, type SignUpRoute } from "./repeat.ts";
export { type SignUpInput, type SignUpRequest, settleRequest } from "./request.ts";
export {
  createSignUpService,
  type RequestedSignUp,
  type SignUpService,
  type SignUpView,
  type TenantView,
} from "./service.ts";
export type { SignUpJob, SignUpStep, SignUpTools } from "./step.ts";
export { signUpSteps } from "./steps/index.ts";
