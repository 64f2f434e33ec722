/** Words and numbers, in lower case; single characters in scripts that write without spaces. */
export const words = (text: string): string[] =>
  text.toLowerCase().match(/\p{N}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}]+/gu) ?? [];

/** FNV-1a, 32 bit, over UTF-16 units: the same bucket on every machine. */
export function bucketOf(text: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % buckets;
}
