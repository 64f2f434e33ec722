/**
 * replace: words for others. delete: words taken out. insert: words or marks put in. punctuation: marks changed. casing: capitals only.
 * spacing: white space only. value: the whole text of a field.
 */
export type RuleKind = 'replace' | 'delete' | 'insert' | 'punctuation' | 'casing' | 'spacing' | 'value';

/** Stands in a context for any token of its kind; no token reads like one. `list` is the last of several things with commas between. */
export const anyNumber = '<number>';
export const anyWord = '<word>';
export const atStart = '<start>';
export const atEnd = '<end>';
export const inList = '<list>';

/** What to look for and what to put in its place. Texts are lists of tokens, so that a phrase never begins in the middle of a word. */
export interface Rule {
  kind: RuleKind;
  /** The field, with `*` for places in lists; '' for any. */
  field: string;
  /** Tokens that must stand directly before and after, in order, small letters; or one that stands for its kind. */
  before: readonly string[];
  after: readonly string[];
  /** In small letters it is found whatever the capitals, and the replacement follows them; a rule with capitals, or of them, is exact. */
  from: readonly string[];
  to: string;
}

/** What is changed into what, without where. */
export interface Core {
  kind: RuleKind;
  from: readonly string[];
  to: string;
}

export const coreKey = ({ kind, from, to }: Core): string => `${kind}\u0001${from.join('\u0002')}\u0001${to}`;
export const placeKey = ({ field, before, after }: Pick<Rule, 'field' | 'before' | 'after'>): string =>
  `${field}\u0001${before.join('\u0002')}\u0001${after.join('\u0002')}`;

const listOf = (text: string): string[] => (text === '' ? [] : text.split('\u0002'));

export const coreOf = (key: string): Core => {
  const [kind = '', from = '', to = ''] = key.split('\u0001');
  return { kind: kind as RuleKind, from: listOf(from), to };
};

export const placeOf = (key: string): Pick<Rule, 'field' | 'before' | 'after'> => {
  const [field = '', before = '', after = ''] = key.split('\u0001');
  return { field, before: listOf(before), after: listOf(after) };
};

/** How many words and marks around it a rule looks at. */
export const contextSize = ({ before, after }: Pick<Rule, 'before' | 'after'>): number =>
  [...before, ...after].filter((text) => text.trim() !== '').length;

/** Whether the first says all that the second says: the same change, with less of the context asked for. */
export const covers = (wide: Rule, narrow: Rule): boolean => {
  const { before, after } = wide;
  const isLess = before.length < narrow.before.length || after.length < narrow.after.length || (wide.field === '' && narrow.field !== '');
  return (
    isLess &&
    coreKey(wide) === coreKey(narrow) &&
    (wide.field === '' || wide.field === narrow.field) &&
    before.every((text, i) => text === narrow.before[narrow.before.length - before.length + i]) &&
    after.every((text, i) => text === narrow.after[i])
  );
};

/** `/bullets/2` is the field `/bullets/*`. */
export const fieldOf = (path: string): string => path.replace(/\/\d+(?=\/|$)/g, '/*');
