import type { Product } from "@bailiwick/contract/product";
import { invalid } from "../http/validation.ts";
import { isTooLong, maxPasswordBytes } from "./passwords.ts";

/** Throws `invalid` for a new password that is too short for the profile or too long for bcrypt. */
export const checkNewPassword = (password: string, { minLength }: Product["passwords"], path: string): void => {
  if ([...password].length < minLength) throw invalid([{ path, message: `needs at least ${minLength} characters` }]);
  if (isTooLong(password)) throw invalid([{ path, message: `must not be longer than ${maxPasswordBytes} bytes` }]);
};
