import type { BrandRulesInput, Flag, Json, ShownLesson } from '@countersign/contract';
import { aiFlags } from './ai.ts';
import { checkBrand } from './brand/index.ts';
import { checkFacts } from './facts/index.ts';
import { checkLessons, type Traits } from './lessons/index.ts';
import { checkPersonalData } from './personal/index.ts';
import { stringsOf } from './strings.ts';

export interface CheckInput {
  /** What the AI saw; left out or null: facts are not checked. */
  input?: Json;
  output: Json;
  rules?: BrandRulesInput;
  /** Words that are right here, besides those of the rules. */
  dictionary?: readonly string[];
  /** What corrections taught here, and what kind of item this is. */
  lessons?: readonly ShownLesson[];
  traits?: Traits;
  /** `metadata.flags` of the item, as it came. */
  aiFlags?: unknown;
  /** The output that those speak of, where it was edited since: they stay on their words, and go with them. */
  original?: Json;
  /** Flags found elsewhere for the same output, such as those of `checkGrammar`. */
  more?: readonly Flag[];
  /** Ids of flags that a person has dismissed: they are not raised again while words and evidence are the same. */
  dismissed?: Iterable<string>;
}

const strength = { error: 2, warning: 1, info: 0 };
const firstOfEqual = ['personal', 'fact', 'brand', 'spelling', 'grammar', 'lesson', 'ai', 'claim'];

const isStronger = (one: Flag, other: Flag): boolean =>
  strength[one.level] !== strength[other.level]
    ? strength[one.level] > strength[other.level]
    : firstOfEqual.indexOf(one.kind) < firstOfEqual.indexOf(other.kind);

/** Two flags mean the same when they lie on the same words and speak of the same matter, or offer the same correction. */
const meansTheSame = (one: Flag, other: Flag): boolean => {
  if (one.path !== other.path || one.start >= other.end || other.start >= one.end) return false;
  const language = ['spelling', 'grammar', 'brand', 'lesson'];
  const isSameMatter =
    one.kind === other.kind
      ? one.source.rule === other.source.rule
      : (language.includes(one.kind) && language.includes(other.kind)) ||
        [one.kind, other.kind].includes('ai') ||
        [one.kind, other.kind].includes('personal');
  const isSameFix =
    one.replacements.length > 0 && one.replacements[0] === other.replacements[0] && one.start === other.start && one.end === other.end;
  return (
    isSameFix ||
    (isSameMatter && one.start === other.start && one.end === other.end) ||
    (one.kind === 'spelling' && other.kind === 'personal') ||
    (one.kind === 'personal' && other.kind === 'spelling')
  );
};

/** Flags are in order of place, so only the last few can lie on the same words. */
const looksBack = 50;

const withoutDoubles = (flags: readonly Flag[]): Flag[] => {
  const kept: Flag[] = [];
  for (const flag of flags) {
    const from = Math.max(0, kept.length - looksBack);
    const i = from + kept.slice(from).findIndex((other) => meansTheSame(flag, other));
    if (i < from) kept.push(flag);
    else if (isStronger(flag, kept[i]!)) kept[i] = flag;
  }
  return kept;
};

const byPlace = (flags: readonly Flag[], output: Json): Flag[] => {
  const order = new Map(stringsOf(output).map(({ path }, i) => [path, i]));
  return flags.toSorted(
    (a, b) =>
      (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0) ||
      a.start - b.start ||
      b.end - a.end ||
      firstOfEqual.indexOf(a.kind) - firstOfEqual.indexOf(b.kind),
  );
};

/** The same words twice in the same surroundings: the second gets an id of its own, so that lists and records can tell them apart. */
const numbered = (flags: readonly Flag[]): Flag[] => {
  const seen = new Map<string, number>();
  return flags.map((flag) => {
    const count = (seen.get(flag.id) ?? 0) + 1;
    seen.set(flag.id, count);
    return count === 1 ? flag : { ...flag, id: `${flag.id}-${count}` };
  });
};

/** More than this and the text needs no list but a new writer. */
const mostFlags = 1000;

/** All checks but grammar over every text of an output, by place, each matter once, without what was dismissed; at most 1000. */
export const check = ({
  input,
  output,
  rules,
  dictionary = [],
  aiFlags: submitted,
  original,
  more,
  dismissed,
  lessons,
  traits,
}: CheckInput): Flag[] => {
  const found = [
    ...(input === undefined || input === null ? [] : checkFacts({ input, output })),
    ...(rules === undefined ? [] : checkBrand({ output, rules: { ...rules, dictionary: [...(rules.dictionary ?? []), ...dictionary] } })),
    ...checkPersonalData({ output }),
    ...(lessons === undefined ? [] : checkLessons({ output, lessons, ...(traits && { traits }) })),
    ...aiFlags({ output, flags: submitted, ...(original !== undefined && { original }) }),
    ...(more ?? []),
  ];
  const gone = new Set(dismissed);
  return numbered(withoutDoubles(byPlace(found, output)))
    .filter((flag) => !gone.has(flag.id))
    .slice(0, mostFlags);
};
