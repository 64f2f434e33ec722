import { stem } from '../text/stem.ts';
import type { Token } from '../text/tokens.ts';
import type { Draft, Finding } from './finding.ts';
import type { Known } from './known.ts';
import type { Fact } from './source.ts';

const values = new Map([
  ['single', 1],
  ['mono', 1],
  ['dual', 2],
  ['double', 2],
  ['twin', 2],
  ['triple', 3],
  ['quad', 4],
  ['quadruple', 4],
  ['penta', 5],
  ['hexa', 6],
  ['octa', 8],
  ['deca', 10],
]);
const counted = new Set(
  ['core', 'camera', 'sim', 'lens', 'speaker', 'layer', 'wall', 'walled', 'zone', 'burner', 'band', 'blade', 'door', 'basket'].map(stem),
);

interface Multiple {
  word: Token;
  noun: string;
  value: number;
  fact?: Fact;
}

const nounAfter = (tokens: readonly Token[], at: number): string | undefined => {
  for (let i = at + 1; i < Math.min(tokens.length, at + 4); i += 1) if (counted.has(tokens[i]!.stem)) return tokens[i]!.stem;
  return undefined;
};

const multiplesIn = (tokens: readonly Token[], context: readonly Token[]): Multiple[] =>
  tokens.flatMap((word, at) => {
    const value = values.get(word.lower);
    const noun = value === undefined ? undefined : (nounAfter(tokens, at) ?? context.find((token) => counted.has(token.stem))?.stem);
    return value === undefined || noun === undefined ? [] : [{ word, noun, value }];
  });

export const knownMultiples = (known: Known): (Multiple & { fact: Fact })[] =>
  known.facts.flatMap((fact) => [...multiplesIn(fact.tokens, []), ...multiplesIn(fact.label, fact.group)].map((one) => ({ ...one, fact })));

/** "quad-core" where the source says octa-core. */
export const checkMultiples = (draft: Draft, known: readonly (Multiple & { fact: Fact })[]): Finding[] =>
  multiplesIn(draft.tokens, []).flatMap((one) => {
    const same = known.filter((other) => other.noun === one.noun);
    const wrong = same[0];
    if (wrong === undefined || same.some((other) => other.value === one.value)) return [];
    return [
      {
        rule: 'multiple-contradicted',
        level: 'error',
        start: one.word.start,
        end: one.word.end,
        fact: wrong.fact,
        replacements: [wrong.word.lower],
        code: 'contradicted',
      },
    ];
  });
