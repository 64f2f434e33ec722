import { isDenied } from '../text/negation.ts';
import { stem } from '../text/stem.ts';
import type { Token } from '../text/tokens.ts';
import type { Draft, Finding } from './finding.ts';
import type { Known } from './known.ts';
import type { Fact } from './source.ts';

/** A closed list of words of one kind, of which a source names some: colours, materials. */
export interface WordKind {
  name: 'colour' | 'material';
  /** Each word with the wider words that it also supports: oak is wood. */
  wider: Map<string, string[]>;
  /** Names of facts of this kind. */
  labels: Set<string>;
  /** Words before or around it that make it a statement about the thing. */
  cues: Set<string>;
  /** Whether any word without cue is a statement when the source has facts of this kind. */
  always: boolean;
}

const american: Record<string, string> = { aluminum: 'aluminium', gray: 'grey' };
/** Not the stem: pins are not pine. */
const keyOf = (lower: string): string => {
  const one = lower.length > 4 && !lower.endsWith('ss') ? lower.replace(/s$/, '') : lower;
  return american[one] ?? one;
};

const listOf = (lines: string[]): Map<string, string[]> => {
  const wider = new Map<string, string[]>();
  for (const line of lines) {
    const [head, members] = line.split(': ') as [string, string | undefined];
    for (const word of (members ?? head).split(' ')) wider.set(word, [...(wider.get(word) ?? []), ...(members ? [head] : [])]);
    if (members) wider.set(head, wider.get(head) ?? []);
  }
  return wider;
};
const stems = (words: string): Set<string> => new Set(words.split(' ').map(stem));

export const colours: WordKind = {
  name: 'colour',
  wider: listOf([
    'black white orange pink purple brown',
    'grey: anthracite graphite charcoal slate silver',
    'blue: navy azure cobalt indigo teal turquoise cyan',
    'green: olive khaki emerald mint sage lime',
    'red: crimson burgundy maroon scarlet ruby',
    'yellow: mustard amber',
    'white: ivory cream pearl',
    'brown: tan chocolate chestnut bronze',
    'purple: lilac lavender violet magenta',
    'gold beige copper coral peach rose champagne terracotta',
  ]),
  labels: stems('color colour finish shade'),
  cues: stems('color colour finish shade hue available option variant choice tone choose'),
  always: false,
};

export const materials: WordKind = {
  name: 'material',
  wider: listOf([
    'wood: oak beech larch walnut ash pine bamboo acacia teak birch maple cherry mahogany cedar spruce plywood mdf',
    'metal: steel aluminium brass iron titanium copper zinc bronze magnesium chrome',
    'leather: cowhide goatskin suede calfskin sheepskin',
    'plastic: polycarbonate polypropylene abs pvc acrylic polyethylene melamine resin',
    'fabric: cotton linen wool silk polyester nylon viscose hemp jute canvas denim velvet fleece cashmere merino lambswool',
    'wool: merino lambswool cashmere alpaca',
    'cotton: canvas denim terry',
    'rubber: silicone latex neoprene',
    'ceramic: porcelain stoneware earthenware',
    'stone: marble granite',
    'wax: beeswax soy paraffin rapeseed',
    'glass cork rattan wicker coir down memory paper',
  ]),
  labels: stems('material fabric fill build body frame lining cover blade handle lid finish construction'),
  cues: stems(
    'made make crafted cut built body frame back shell casing cover handle blade base lid wax construction solid pure genuine real milled forged woven',
  ),
  always: true,
};

const around = 5;
const ambiguous = new Set([
  'memory',
  'down',
  'paper',
  'stone',
  'carbon',
  'ash',
  'fabric',
  'iron',
  'glass',
  'copper',
  'wood',
  'cork',
  'rose',
  'cherry',
  'resin',
  'silk',
  'metal',
]);

const remembered = new WeakMap<Known, Map<WordKind, Set<string>>>();

const supportOf = (kind: WordKind, known: Known): Set<string> => {
  const earlier = remembered.get(known)?.get(kind);
  if (earlier !== undefined) return earlier;
  const support = new Set<string>();
  remembered.set(known, (remembered.get(known) ?? new Map<WordKind, Set<string>>()).set(kind, support));
  for (const one of known.words) for (const word of [keyOf(one), ...(kind.wider.get(keyOf(one)) ?? [])]) support.add(word);
  return support;
};

const dressings = stems('come available dressed finished offered painted');

const isStatement = (kind: WordKind, draft: Draft, at: number): boolean => {
  const sentence = draft.sentenceOf[at]!;
  const near = draft.tokens.slice(Math.max(sentence.from, at - around), Math.min(sentence.to, at + around));
  if (near.some((token) => kind.cues.has(token.stem))) return true;
  const before = draft.tokens.slice(Math.max(sentence.from, at - 8), at);
  const opens = before.some(
    (token, i) => token.lower === 'in' && (sentence.from + i === sentence.from || dressings.has(before[i - 1]?.stem ?? '')),
  );
  return kind.name === 'colour' ? opens : kind.always && !ambiguous.has(keyOf(draft.tokens[at]!.lower));
};

const factOf = (kind: WordKind, known: Known): Fact | undefined =>
  known.facts.find(
    (fact) =>
      !fact.counted &&
      fact.says === 'value' &&
      fact.label.some((token: Token) => kind.labels.has(token.stem)) &&
      fact.tokens.some((token) => kind.wider.has(keyOf(token.lower))),
  ) ??
  (kind.name === 'colour'
    ? known.facts.find((fact) => !fact.counted && fact.says === 'value' && fact.label.some((token) => kind.labels.has(token.stem)))
    : undefined);

/** Colours and materials that the source does not name, where it names others or the text says "made of" or "available in". */
export const checkWords = (kind: WordKind, draft: Draft, known: Known): Finding[] => {
  const fact = factOf(kind, known);
  const support = supportOf(kind, known);
  return draft.tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || !kind.wider.has(keyOf(token.lower)) || support.has(keyOf(token.lower)) || !isStatement(kind, draft, at))
      return [];
    if (isDenied(draft.tokens, draft.sentenceOf[at]!, at, at + 1)) return [];
    return [
      {
        rule: `${kind.name}-${fact ? 'contradicted' : 'unsupported'}`,
        level: fact ? ('error' as const) : ('warning' as const),
        start: token.start,
        end: token.end,
        fact,
        code: fact ? ('otherwise' as const) : (`${kind.name}-unsupported` as const),
      },
    ];
  });
};
