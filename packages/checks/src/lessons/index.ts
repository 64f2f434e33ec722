import type { Flag, Json, ShownLesson } from '@countersign/contract';
import { indexOf, type RuleIndex, type Speaking, type Suggested, suggest, tokensOf, widened } from '@countersign/lessons';
import { makeFlag } from '../flag.ts';
import { stringsOf } from '../strings.ts';

/** A text as the rules of lessons look for it: its words, marks and spaces. */
export const ruleTokens = (text: string): string[] => tokensOf(text).map((token) => token.text);

/** What kind of item it is, where lessons are kept to some of them. */
export interface Traits {
  locale?: string;
  category?: string;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const named = (name: string, ...places: unknown[]): string | undefined => {
  for (const place of places) {
    const value = isObject(place) ? place[name] : undefined;
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
};

/** Locale and category of an item: what its metadata says, else its input. */
export const traitsOf = ({ input, metadata }: { input: unknown; metadata: unknown }): Traits => {
  const [locale, category] = [named('locale', metadata, input), named('category', metadata, input)];
  return { ...(locale !== undefined && { locale }), ...(category !== undefined && { category }) };
};

const speaksTo = ({ scope }: ShownLesson, { locale, category }: Traits): boolean =>
  (scope.locale === null || scope.locale === locale) && (scope.category === null || scope.category === category);

interface Speaker extends Speaking {
  lesson: ShownLesson;
}

// The same list comes with every item of a checkpoint; an index is made of it once.
const indexes = new WeakMap<readonly ShownLesson[], Map<string, RuleIndex<Speaker>>>();

const indexFor = (lessons: readonly ShownLesson[], traits: Traits): RuleIndex<Speaker> => {
  const known = indexes.get(lessons) ?? new Map<string, RuleIndex<Speaker>>();
  indexes.set(lessons, known);
  const key = `${traits.locale ?? ''}\u0000${traits.category ?? ''}`;
  const found = known.get(key);
  if (found) return found;
  const index = indexOf(
    lessons.filter((lesson) => speaksTo(lesson, traits)).map((lesson) => ({ ...lesson.rule, bound: lesson.bound, lesson })),
  );
  if (known.size < 100) known.set(key, index);
  return index;
};

/** What the lessons would change in every text of an output. */
export const suggestLessons = ({
  output,
  lessons,
  traits = {},
}: {
  output: Json;
  lessons: readonly ShownLesson[];
  traits?: Traits;
}): { path: string; text: string; suggested: Suggested<Speaker>[] }[] => {
  if (lessons.length === 0) return [];
  const index = indexFor(lessons, traits);
  return stringsOf(output).map(({ path, text }) => ({ path, text, suggested: suggest(index, { path, text }) }));
};

/** Flags of kind `lesson`: what people have changed before in the same way, with what they changed it into. */
export const checkLessons = (given: Parameters<typeof suggestLessons>[0]): Flag[] =>
  suggestLessons(given).flatMap(({ path, text, suggested }) =>
    suggested.map(({ lesson: { lesson }, ...suggestion }) => {
      const { start, end, replacement } = widened(text, suggestion);
      return makeFlag({
        path,
        text,
        start,
        end,
        kind: 'lesson',
        level: 'warning',
        code: 'lesson',
        params: { changed: String(lesson.changed), cases: String(lesson.cases) },
        replacements: [replacement],
        source: { checker: 'lessons', rule: lesson.id },
      });
    }),
  );
