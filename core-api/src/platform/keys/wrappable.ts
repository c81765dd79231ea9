/** What AWS KMS takes in one call; the other services keep to it, so that a region can change between them. */
const maxPlainBytes = 4096;

/** Throws `RangeError` for what no key service wraps: nothing at all, or more than 4 KiB. */
export const assertWrappable = (plain: Uint8Array): void => {
  if (plain.length > 0 && plain.length <= maxPlainBytes) return;
  throw new RangeError(`1 to ${maxPlainBytes} bytes can be wrapped`);
};
