import type { Traits } from './traits.ts';
import { words } from './words.ts';

const unknown = Number.NaN;
const share = (count: number, all: number) => (all === 0 ? 0 : count / all);
const times = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** What can be put in numbers about any item, before scaling: NaN where the item does not say. The confidence's log-odds come first. */
export function figures({ confidence, flags, errors, input, output, numbers = {} }: Traits, names: readonly string[]): number[] {
  return [
    ...certainty(confidence),
    flags === undefined ? unknown : Math.log1p(flags),
    errors === undefined ? unknown : Math.log1p(errors),
    input === undefined ? unknown : Math.log1p(input.length),
    ...texture(output, input),
    ...names.map((name) => numbers[name] ?? unknown),
  ];
}

/** Log-odds, and whether it is one of the sure ones: models are often sure and wrong at the very top. */
function certainty(confidence: number | null | undefined): number[] {
  if (confidence === undefined || confidence === null) return [unknown, unknown];
  const inside = Math.min(1 - 1e-4, Math.max(1e-4, confidence));
  return [Math.log(inside / (1 - inside)), Number(confidence > 0.98)];
}

/** What a text looks like, in any language: length, word length, digits, capitals, signs, repetition, and how it relates to the input. */
function texture(output: string | undefined, input: string | undefined): number[] {
  if (output === undefined) return Array.from({ length: 9 }, () => unknown);
  const list = words(output);
  const given = input === undefined ? null : new Set(words(input));
  const numerals = output.match(/\p{N}+/gu) ?? [];
  return [
    Math.log1p(output.length),
    share(output.length, list.length),
    share(times(output, /\p{N}/gu), output.length),
    share(times(output, /\p{Lu}/gu), output.length),
    share(times(output, /[^\p{L}\p{N}\s]/gu), output.length),
    share(list.length - new Set(list).size, list.length),
    given === null ? unknown : share(list.filter((word) => given.has(word)).length, list.length),
    given === null ? unknown : Math.log1p(numerals.filter((numeral) => !given.has(numeral)).length),
    input === undefined ? unknown : Math.log((1 + output.length) / (1 + input.length)),
  ];
}
