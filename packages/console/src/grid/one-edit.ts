import type { Flag, FlagKind, Json } from '@countersign/contract';
import { isObject } from '../draft/field.ts';
import type { Card } from './card.ts';
import { textOf } from './outliers.ts';

export interface Wanted {
  rule: string;
  phrase: string;
  model: string;
}

export const wantsNothing = ({ rule, phrase, model }: Wanted): boolean => !rule && !phrase.trim() && !model;

/** Whether a card has the same flag, the same phrase and the same model as is looked for. */
export function isSimilar(card: Card, { rule, phrase, model }: Wanted): boolean {
  if (wantsNothing({ rule, phrase, model })) return false;
  if (model && card.item.model !== model) return false;
  if (rule && !card.flags?.some((flag) => flag.source.rule === rule)) return false;
  const words = phrase.trim().toLowerCase();
  return !words || textOf(card.output).toLowerCase().includes(words);
}

/** Flag rules in a set, the most frequent first, with how many cards each is on. */
export function rulesIn(cards: Card[]): { rule: string; kind: FlagKind; cards: number }[] {
  const found = new Map<string, { rule: string; kind: FlagKind; cards: number }>();
  for (const card of cards)
    for (const [rule, flag] of new Map((card.flags ?? []).map((each) => [each.source.rule, each]))) {
      const known = found.get(rule) ?? { rule, kind: flag.kind, cards: 0 };
      found.set(rule, { ...known, cards: known.cards + 1 });
    }
  return [...found.values()].toSorted((a, b) => b.cards - a.cards);
}

export function modelsIn(cards: Card[]): string[] {
  return [...new Set(cards.flatMap((card) => card.item.model ?? []))].toSorted();
}

/** Every text of an output changed by the same rule; all else stays as it is. */
function mapTexts(value: Json, change: (text: string, pointer: string) => string, pointer = ''): Json {
  if (typeof value === 'string') return change(value, pointer);
  if (Array.isArray(value)) return value.map((each, index) => mapTexts(each, change, `${pointer}/${index}`));
  if (!isObject(value)) return value;
  const step = (name: string) => `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapTexts(each, change, step(name))]));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Find and replace in all texts of an output. Nothing in either is special. */
export function replaceIn(output: Json, find: string, replacement: string, matchCase: boolean): Json {
  if (find === '') return output;
  const pattern = new RegExp(escaped(find), matchCase ? 'gu' : 'giu');
  return mapTexts(output, (text) => text.replace(pattern, () => replacement));
}

/** Flags of a rule with something to put in their place. */
export const fixable = (flags: Flag[], rule: string): Flag[] =>
  flags.filter((flag) => flag.source.rule === rule && flag.replacements[0] !== undefined && flag.end > flag.start);

/** Takes the first replacement of every flag of one rule, from the end of each text to its beginning. */
export function acceptIn(output: Json, flags: Flag[], rule: string): Json {
  return mapTexts(output, (text, pointer) => {
    const mine = fixable(flags, rule)
      .filter((flag) => flag.path === pointer && flag.end <= text.length)
      .toSorted((a, b) => b.start - a.start);
    let end = text.length;
    for (const flag of mine) {
      if (flag.end > end) continue;
      text = text.slice(0, flag.start) + flag.replacements[0] + text.slice(flag.end);
      end = flag.start;
    }
    return text;
  });
}
