/** Longest target in characters; Cloudflare's own limit is 16 KB. */
export const maxTargetLength = 8192;

/**
 * An escape that stands for a byte which has no other spelling (RFC 3986 section 6.2.2.2), is no `.`, `/`, `\` or control,
 * and occurs in UTF-8. `%25` is none where a second decoder would read the next escape.
 */
const pathEscape =
  "%(?:2[0-46-9A-Ca-c]|25(?![0-9A-Fa-f]{2})|3[A-Fa-f]|40|5[BDEbde]|60|7[B-Db-d]|[89ABabDdEe][0-9A-Fa-f]|[Cc][2-9A-Fa-f]|[Ff][0-4])";
/** Unreserved, sub-delimiter, `:`, `@` (RFC 3986 section 3.3). */
const pathCharacter = `(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@]|${pathEscape})`;
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
