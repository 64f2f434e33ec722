import type { Json, ShownLesson } from '@countersign/contract';
import { suggestLessons, type Traits } from './index.ts';

/** An output with the sure lessons applied, and which they were. */
export interface Applied {
  output: Json;
  lessons: string[];
}

const withText = (value: Json, [step, ...rest]: string[], text: string): Json => {
  if (step === undefined) return text;
  if (Array.isArray(value)) return value.map((one, i) => (String(i) === step ? withText(one, rest, text) : one));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === step ? withText(one as Json, rest, text) : one]),
  ) as Json;
};

const stepsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Makes the changes of those lessons that are sure enough to be applied by themselves; null when none of them speaks. */
export const applyLessons = ({
  output,
  lessons,
  traits = {},
}: {
  output: Json;
  lessons: readonly ShownLesson[];
  traits?: Traits;
}): Applied | null => {
  const sure = lessons.filter(({ mayApply }) => mayApply);
  const used = new Set<string>();
  let applied = output;
  for (const { path, text, suggested } of suggestLessons({ output, lessons: sure, traits })) {
    if (suggested.length === 0) continue;
    let made = text;
    for (const { lesson, start, end, replacement } of suggested.toReversed()) {
      made = made.slice(0, start) + replacement + made.slice(end);
      used.add(lesson.lesson.id);
    }
    applied = withText(applied, stepsOf(path), made);
  }
  return used.size === 0 ? null : { output: applied, lessons: [...used] };
};
