import type { Flag, FlagKind, FlagLevel, Json } from '@countersign/contract';
import type { Lint } from 'harper.js';
import { type CheckInput, check } from '../check.ts';
import { makeFlag } from '../flag.ts';
import { stringsOf, type TextAt } from '../strings.ts';
import { isAgreementRule, isSubject } from './agreement.ts';
import { type Dialect, linterFor } from './linter.ts';

export type { Dialect } from './linter.ts';

export interface GrammarInput {
  output: Json;
  dialect?: Dialect;
  /** Words that are right here. */
  dictionary?: readonly string[];
  /** What the AI saw: its words are no spelling mistakes. */
  input?: Json;
}

const spellingKinds = new Set(['Spelling', 'Typo']);
const styleKinds = new Set([
  'Style',
  'Enhancement',
  'Readability',
  'WordChoice',
  'Redundancy',
  'Regionalism',
  'Formatting',
  'Miscellaneous',
  'Nonstandard',
]);

const kindOf = (lint: Lint): FlagKind => (spellingKinds.has(lint.lint_kind()) ? 'spelling' : 'grammar');
const levelOf = (lint: Lint): FlagLevel => (styleKinds.has(lint.lint_kind()) ? 'info' : 'warning');

/** Harper's suggestions are: 0 put this in its place, 1 take it away, 2 add this behind. */
const replacementsOf = (lint: Lint): string[] => {
  const texts = lint.suggestions().map((suggestion) => {
    const kind = Number(suggestion.kind());
    return kind === 1
      ? ''
      : kind === 2
        ? lint.get_problem_text() + suggestion.get_replacement_text()
        : suggestion.get_replacement_text().trimEnd();
  });
  return [...new Set(texts)].slice(0, 5);
};

const wordsOf = (input: Json): string[] => stringsOf(input).flatMap(({ text }) => text.match(/[\p{L}\p{M}'’]+/gu) ?? []);
const bare = (word: string): string => word.toLowerCase().replace(/['’]s$/, '');

const flagFor = ({ path, text }: TextAt, rule: string, lint: Lint): Flag => {
  const { start, end } = lint.span();
  const message = lint
    .message()
    .replaceAll('`', '“')
    .replace(/“([^“]*)“/g, '“$1”');
  return makeFlag({
    path,
    text,
    start,
    end,
    kind: kindOf(lint),
    level: levelOf(lint),
    message,
    ...(kindOf(lint) === 'spelling' && { code: 'misspelt' as const }),
    replacements: replacementsOf(lint),
    source: { checker: 'harper', rule },
  });
};

/**
 * Flags of kind `grammar` and `spelling` by Harper, offline, for English. The first call loads 16 MB of WebAssembly (seconds); the linter is
 * shared from then on. Offsets are UTF-16 units.
 */
export const checkGrammar = async ({ output, dialect = 'en-GB', dictionary = [], input = null }: GrammarInput): Promise<Flag[]> => {
  const linter = await linterFor(dialect);
  const right = new Set([...dictionary, ...wordsOf(input)].map(bare));
  const flags: Flag[] = [];
  for (const at of stringsOf(output)) {
    if (at.text.trim() === '') continue;
    const groups = await linter.organizedLints(at.text, { language: 'plaintext' });
    for (const [rule, lints] of Object.entries(groups)) {
      for (const lint of lints) {
        const isRight = kindOf(lint) === 'spelling' && right.has(bare(lint.get_problem_text()));
        const isFalse = isAgreementRule(rule) && !isSubject(at.text, lint.span().start);
        if (!isRight && !isFalse) flags.push(flagFor(at, rule, lint));
        lint.free();
      }
    }
  }
  return flags;
};

/** `check` with grammar and spelling: everything, over every text of an output. */
export const checkAll = async (item: CheckInput): Promise<Flag[]> => {
  const dictionary = [...(item.rules?.dictionary ?? []), ...(item.dictionary ?? [])];
  const language = await checkGrammar({
    output: item.output,
    input: item.input ?? null,
    dictionary,
    dialect: item.rules?.spelling ?? 'en-GB',
  });
  return check({ ...item, more: [...(item.more ?? []), ...language] });
};
