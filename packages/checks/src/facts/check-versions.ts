import type { Token } from '../text/tokens.ts';
import { monthNames } from './dates.ts';
import type { Draft, Finding } from './finding.ts';
import { type Known, nameLabels } from './known.ts';
import { parseNumber } from './number-words.ts';
import type { Fact } from './source.ts';

interface Version {
  text: string;
  fact: Fact;
}

const isName = (token: Token | undefined): token is Token =>
  token !== undefined && token.kind === 'word' && token.text.length > 1 && /\p{Lu}/u.test(token.text);

const mostVersions = 50;

/** Versions are short; 470101 is an article number. */
const isVersion = (token: Token): boolean =>
  token.kind === 'number' && token.text.length <= 12 && token.text.split('.').every((part) => part.length <= 3);

const others = new Set([
  'than',
  'for',
  'fits',
  'with',
  'like',
  'from',
  'and',
  'or',
  'succeeds',
  'replaces',
  ',',
  '/',
  'unlike',
  'versus',
  'vs',
]);

/** "faster than iPhone 6", "for the Galaxy S7": another thing of the same name. */
const isOfAnother = (tokens: readonly Token[], name: number): boolean =>
  tokens
    .slice(Math.max(0, name - 3), name)
    .some((token, i, near) => others.has(token.lower) && !near.slice(i + 1).some(({ text }) => text === '.'));

/** The same number however it is written: 5.0 is 5, 4.2.2 is only itself. */
const keyOf = (text: string): string => String(parseNumber(text)?.value ?? text);

/** "Android 4.0.4, upgradable to 4.1" also supports Android 4.1. */
const hasNumber = ({ fact }: Version, token: Token): boolean =>
  fact.tokens.some((other) => other.kind === 'number' && keyOf(other.text) === keyOf(token.text));

/** Numbers that follow each name in the source: `Android 13`, `Bluetooth: 5.1`. */
export const versionsOf = (known: Known): Map<string, Version[]> => {
  const versions = new Map<string, Version[]>();
  const add = (name: string, text: string, fact: Fact): void => {
    const list = versions.get(name) ?? [];
    if (list.length < mostVersions) list.push({ text, fact });
    versions.set(name, list);
  };
  for (const fact of known.facts) {
    const first = fact.tokens[0];
    if (first?.kind === 'number' && fact.label.length === 1 && !(fact.tokens[1]?.glued && fact.tokens[1].kind === 'word'))
      add(fact.label[0]!.lower, first.text, fact);
    const measured = new Set(fact.quantities.flatMap((one) => (one.unit === undefined ? [] : [one.from])));
    fact.tokens.forEach((token, i) => {
      const before = fact.tokens[i - 1];
      const measures = measured.has(i) || ["'", '’', '"', '”', '″'].includes(fact.tokens[i + 1]?.text ?? '');
      if (isVersion(token) && isName(before) && !token.glued && !measures) add(before.lower, token.text, fact);
    });
  }
  return versions;
};

/** In the name of the thing: `iPhone 7`. Elsewhere (`Bluetooth: 5.0`) nothing else of the name is spoken of. */
const isNamedThing = (listed: readonly Version[]): boolean =>
  listed.every(({ fact }) => fact.label.length === 0 || fact.label.every((token) => nameLabels.has(token.lower)));

/** Versions that the source gives otherwise: "Bluetooth 4.0" for `Bluetooth: 4.2`. */
export const checkVersions = (draft: Draft, versions: Map<string, Version[]>): Finding[] =>
  draft.tokens.flatMap((token, i) => {
    const name = draft.tokens[i - 1];
    const next = draft.tokens[i + 1];
    if (!isVersion(token) || token.glued || !isName(name) || (next?.glued === true && next.kind === 'word')) return [];
    const listed = versions.get(name.lower) ?? [];
    if (listed.length === 0 || monthNames.has(name.lower) || listed.some((version) => hasNumber(version, token))) return [];
    if (isNamedThing(listed) && isOfAnother(draft.tokens, i - 1)) return [];
    const isUnit = draft.quantities.some((one) => one.from === i && one.unit !== undefined);
    if (isUnit) return [];
    const { fact } = listed[0]!;
    const replacements = [...new Set(listed.map(({ text }) => text))].slice(0, 3);
    return [
      {
        rule: 'version-contradicted',
        level: 'error',
        start: token.start,
        end: token.end,
        fact,
        replacements,
        code: 'contradicted',
      },
    ];
  });
