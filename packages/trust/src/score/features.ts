import type { Traits } from './traits.ts';

/** A sparse row: indices and values. Index 0 is the constant. */
export interface Row {
  at: number[];
  value: number[];
}

/** Figures that every item has, before they are scaled. NaN where the item does not say. */
export function figures({ confidence, flags, errors, input, output, numbers = {} }: Traits, names: readonly string[]): number[] {
  const sure = confidence ?? Number.NaN;
  const clipped = Math.min(1 - 1e-4, Math.max(1e-4, sure));
  const [asked, said] = [input ?? '', output ?? ''];
  return [
    Math.log(clipped / (1 - clipped)),
    Number.isNaN(sure) ? Number.NaN : Number(sure > 0.98),
    flags === undefined ? Number.NaN : Math.log1p(flags),
    errors === undefined ? Number.NaN : Math.log1p(errors),
    input === undefined ? Number.NaN : Math.log1p(asked.length),
    output === undefined ? Number.NaN : Math.log1p(said.length),
    ...(output === undefined ? Array.from(texture(''), () => Number.NaN) : texture(said, input)),
    ...names.map((name) => numbers[name] ?? Number.NaN),
  ];
}

const share = (count: number, all: number) => (all === 0 ? 0 : count / all);

/** What the text looks like, without knowing any language: word length, digits, capitals, repetition, figures not found in the input. */
function texture(said: string, asked?: string): number[] {
  const list = words(said);
  const given = asked === undefined ? null : new Set(words(asked));
  const digits = said.match(/\p{N}+/gu) ?? [];
  return [
    share(said.length, list.length),
    share(said.match(/\p{N}/gu)?.length ?? 0, said.length),
    share(said.match(/\p{Lu}/gu)?.length ?? 0, said.length),
    share(said.match(/[^\p{L}\p{N}\s]/gu)?.length ?? 0, said.length),
    share(list.length - new Set(list).size, list.length),
    given === null ? Number.NaN : share(list.filter((word) => given.has(word)).length, list.length),
    given === null ? Number.NaN : Math.log1p(digits.filter((number) => !given.has(number)).length),
    given === null ? Number.NaN : Math.log((1 + said.length) / (1 + (asked?.length ?? 0))),
  ];
}

/** Words and numbers, in lower case; single letters where a script has no spaces. */
export const words = (text: string): string[] =>
  text.toLowerCase().match(/\p{N}+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}]+/gu) ?? [];

/** FNV-1a, 32 bit, over UTF-16 units: the same bucket on every machine. */
export function bucketOf(text: string, buckets: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % buckets;
}
