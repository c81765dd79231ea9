/** Longest target in characters; Cloudflare's own limit is 16 KB. */
export const maxTargetLength = 8192;

/**
 * One character of a path in its only spelling: unreserved, sub-delimiter, `:`, `@` (RFC 3986 section 3.3), or an escape
 * of something else. Escapes of unreserved characters (section 6.2.2.2), of `.`, `/`, `\` and controls, and of bytes that
 * UTF-8 does not have, would be a second spelling for somebody behind us.
 */
const pathCharacter =
  "(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|%(?:2[0-9A-Ca-c]|3[A-Fa-f]|40|5[BDEbde]|60|7[B-Db-d]|[89ABabDdEe][0-9A-Fa-f]|[Cc][2-9A-Fa-f]|[Ff][0-4]))";
/** `.` and `..`, also where parameters follow (`..;x=y`), which some servers cut off before they resolve the segment. */
const dotSegment = "\\.{1,2}(?:;[^/?]*)?(?:[/?]|$)";
/** Browsers leave more characters raw in a query (URL standard, query percent-encode set). Escaped controls stay out. */
const queryCharacter = "(?:[\\x21\\x24\\x26-\\x3b\\x3d\\x3f-\\x5b\\x5d-\\x7e]|%(?:[2-9A-Fa-f][0-9A-Fa-f]|0[9ADad]))";

const canonical = new RegExp(`^(?:/(?!${dotSegment})${pathCharacter}+)*/?(?:\\?${queryCharacter}*)?$`);

/**
 * True when every server behind us reads `target` (RFC 9112 section 3.2.1) alike: what is matched, signed and forwarded
 * is then one string. Linear in its length.
 */
export const isCanonicalTarget = (target: string): boolean =>
  target.length <= maxTargetLength && target.charCodeAt(0) === 0x2f && canonical.test(target);
