export { maxAttempts, strandedSignUps } from "./attempts.ts";
export { runSignUp, type SignUpJob, type SignUpOutcome, type SignUpTools } from "./job.ts";
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
export { type SignUpStep, signUpSteps } from "./steps/index.ts";
