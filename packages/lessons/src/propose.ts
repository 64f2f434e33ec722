import { type Core, inList, type Rule, type RuleKind } from './rule.ts';
import { isInList, type Side, sideOf } from './surroundings.ts';
import type { Edit } from './text/edits.ts';
import { isPlainToken, join, type Token } from './text/tokens.ts';

type Place = Pick<Rule, 'before' | 'after'>;

/** A change longer than this, in words and marks, says something about its text and nothing about others. */
const longest = 8;

const isBlank = (tokens: readonly Token[]): boolean => tokens.every(({ kind }) => kind === 'space');
const countSolid = (tokens: readonly Token[]): number => tokens.filter(({ kind }) => kind !== 'space').length;
const isCapital = (text: string): boolean => /^\p{Lu}/u.test(text);
const isPlain = (text: string): boolean => text === text.toLowerCase();
const isCapitalised = (text: string): boolean => isCapital(text) && isPlain(text.slice(1));

const kindOf = (gone: readonly Token[], fresh: readonly Token[]): RuleKind => {
  if (isBlank(gone) && isBlank(fresh)) return 'spacing';
  const [one, other] = [join(gone, 0, gone.length), join(fresh, 0, fresh.length)];
  if (one !== other && one.toLowerCase() === other.toLowerCase()) return 'casing';
  const marks = [...gone, ...fresh].every(({ kind }) => kind === 'mark' || kind === 'space');
  if (marks) return 'punctuation';
  if (isBlank(gone)) return 'insert';
  return isBlank(fresh) ? 'delete' : 'replace';
};

/** `The the` and `the` say the same, so both are learned in small letters; what only capitals tell apart is kept as it stands. */
const withoutCapitals = (kind: RuleKind, gone: readonly Token[], to: string): { from: string[]; to: string } => {
  const texts = gone.map(({ text }) => text);
  const exact = { from: texts, to };
  if (kind === 'casing' || kind === 'spacing') return exact;
  const lower = texts.map((text) => text.toLowerCase());
  const [first = ''] = texts;
  if (texts.every(isPlain)) return exact;
  const isSentenceStart = isCapitalised(first) && texts.slice(1).every(isPlain);
  if (!isSentenceStart) return exact;
  if (to === '' || !/\p{L}/u.test(to.charAt(0))) return { from: lower, to };
  return isCapital(to) ? { from: lower, to: to.charAt(0).toLowerCase() + to.slice(1) } : exact;
};

/** What an edit would be as a rule, without where; null for one that is too long. */
export const coreOfEdit = (before: readonly Token[], { from, to, fresh }: Edit): { core: Core; from: number; to: number } | null => {
  let gone = before.slice(from, to);
  if (countSolid(gone) > longest || countSolid(fresh) > longest) return null;
  if (![...gone, ...fresh].every(({ text }) => isPlainToken(text))) return null;
  const kind = kindOf(gone, fresh);
  const isRemoval = isBlank(fresh) && !isBlank(gone);
  let start = from;
  let end = to;
  if (isRemoval) {
    // Which of the spaces around went with the words is the text's affair, not the rule's.
    while (before[start]!.kind === 'space') start += 1;
    while (before[end - 1]!.kind === 'space') end -= 1;
    gone = before.slice(start, end);
  }
  const written = isRemoval ? '' : join(fresh, 0, fresh.length);
  return { core: { kind, ...withoutCapitals(kind, gone, written) }, from: start, to: end };
};

/** Places for something put in: a word or mark on one side at least, or the same kinds on both sides where only space is put in. */
const insertions = (left: Side, right: Side, isSpacing: boolean): Place[] => {
  const pairs: [string[] | undefined, string[] | undefined][] = [
    [left.near, right.near],
    [left.near, []],
    [[], right.near],
    [left.kind, right.near],
    [left.near, right.kind],
    [left.far, right.near],
    [left.near, right.far],
    ...(isSpacing || isEdge(left) || isEdge(right) ? [[left.kind, right.kind] as [string[] | undefined, string[] | undefined]] : []),
    ...(isEdge(left) ? [[left.kind, []] as [string[] | undefined, string[]]] : []),
    ...(isEdge(right) ? [[[], right.kind] as [string[], string[] | undefined]] : []),
  ];
  return pairs.flatMap(([before, after]) => (before && after ? [{ before, after }] : []));
};

const replacements = (left: Side, right: Side): Place[] => {
  const pairs: [string[] | undefined, string[] | undefined][] = [
    [[], []],
    [left.near, []],
    [[], right.near],
    [left.near, right.near],
    [left.far, []],
    [[], right.far],
    [left.kind, []],
    [[], right.kind],
    [left.kind, right.kind],
  ];
  return pairs.flatMap(([before, after]) => (before && after ? [{ before, after }] : []));
};

const isEdge = ({ near }: Side): boolean => near === undefined;

/** Where a change might hold elsewhere: from everywhere to the same two words around it. The evidence decides among them. */
export const placesFor = (tokens: readonly Token[], core: Core, from: number, to: number): Place[] => {
  const left = sideOf(tokens, from - 1, -1);
  const right = sideOf(tokens, to, 1);
  const places = core.from.length === 0 ? insertions(left, right, core.kind === 'spacing') : replacements(left, right);
  if (right.near && isInList(tokens, from)) places.push({ before: [inList], after: right.near });
  return places;
};
