import type { Lesson, LessonRule } from '@countersign/contract';
import { words } from '../words/words.ts';

const say = words.lessons;

/** Spaces and line breaks that would not be seen. */
const visible = (text: string): string => (text.trim() === '' ? text.replaceAll(' ', '␣').replaceAll('\n', '⏎') : text);

const contextText = (context: readonly string[]): string =>
  context.map((text) => say.kinds[text]).find((name) => name !== undefined) ?? say.quote(context.join('').trim());

const changeText = ({ from, to }: LessonRule): string => {
  const gone = from.join('');
  if (gone === '') return say.putIn(say.quote(visible(to)));
  return to === '' ? say.takeOut(say.quote(visible(gone))) : say.replace(say.quote(visible(gone)), say.quote(visible(to)));
};

/** What a lesson says, in the person's language. */
export function lessonText({ rule, scope }: Pick<Lesson, 'rule' | 'scope'>): string {
  const isWhole = rule.kind === 'value';
  return [
    changeText(rule),
    rule.before.length > 0 && !isWhole && say.after(contextText(rule.before)),
    rule.after.length > 0 && !isWhole && say.before(contextText(rule.after)),
    rule.field !== '' && say.inField(rule.field),
    scope.locale !== null && say.onlyFor(scope.locale),
    scope.category !== null && say.onlyFor(scope.category),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Whether brand rules can say the same: words for words, everywhere. */
export const canBeBrandRule = ({ kind, before, after, from }: LessonRule): boolean =>
  (kind === 'replace' || kind === 'delete') && before.length + after.length === 0 && /^[\p{L}\p{N}]/u.test(from.join('').trim());
