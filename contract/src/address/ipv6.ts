const group = /^[0-9A-Fa-f]{1,4}$/;
const longest = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length;

/**
 * Four words of an IPv6 address in any form of RFC 4291 section 2.2, without a zone. An IPv4 part at the end is the last
 * 32 bits and nothing more: `::192.0.2.1` is `::c000:201`, not the mapped `::ffff:c000:201`.
 */
export const parseIpv6 = (
  text: string,
  parseIpv4: (text: string) => number | undefined,
): readonly number[] | undefined => {
  if (text.length > longest) return undefined;
  const colon = text.lastIndexOf(":");
  if (colon === -1) return undefined;
  const tail = text.slice(colon + 1);
  if (!tail.includes(".")) return wordsOf(text);
  const four = parseIpv4(tail);
  if (four === undefined) return undefined;
  return wordsOf(`${text.slice(0, colon + 1)}${(four >>> 16).toString(16)}:${(four & 0xffff).toString(16)}`);
};

/** RFC 5952 sections 4 and 4.2: lower case, no leading zeros, the first longest run of zero groups as `::`. */
export const formatIpv6 = (words: readonly number[]): string => {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  let [from, length] = [0, 1]; // a run of one is not shortened
  for (let at = 0; at < groups.length; at++) {
    let end = at;
    while (groups[end] === 0) end++;
    if (end - at > length) [from, length] = [at, end - at];
  }
  const texts = groups.map((value) => value.toString(16));
  if (length === 1) return texts.join(":");
  return `${texts.slice(0, from).join(":")}::${texts.slice(from + length).join(":")}`;
};

const wordsOf = (text: string): readonly number[] | undefined => {
  const [before = "", after, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  const head = groupsOf(before);
  const tail = after === undefined ? [] : groupsOf(after);
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<number>(missing).fill(0), ...tail];
  return [0, 2, 4, 6].map((at) => (((groups[at] ?? 0) << 16) | (groups[at + 1] ?? 0)) >>> 0);
};

const groupsOf = (text: string): readonly number[] | undefined => {
  if (text === "") return [];
  const texts = text.split(":");
  return texts.every((one) => group.test(one)) ? texts.map((one) => Number.parseInt(one, 16)) : undefined;
};
