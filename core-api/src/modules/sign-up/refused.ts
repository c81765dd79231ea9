export type SignUpRefusal =
  | "unknown-plan"
  | "slug-not-allowed"
  | "slug-taken"
  | "region-not-in-plan"
  | "other-region"
  | "idempotency-key-reused"
  | "self-registration-off";

/** A sign-up that cannot succeed however often it is tried. The message is for the person who asked. */
export class SignUpRefused extends Error {
  override readonly name = "SignUpRefused";
  readonly reason: SignUpRefusal;
  /** With `other-region`: the region that has to be asked instead. */
  readonly region: string | undefined;
  constructor(reason: SignUpRefusal, message: string, region?: string) {
    super(message);
    this.reason = reason;
    this.region = region;
  }
}

export const taken = (): SignUpRefused => new SignUpRefused("slug-taken", "The slug is taken.");
