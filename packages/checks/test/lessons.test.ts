import type { ShownLesson } from '@countersign/contract';
import { describe, expect, test } from 'vitest';
import { applyLessons, check, checkLessons, traitsOf } from '../src/index.ts';

const lesson = (id: string, rule: Partial<ShownLesson['rule']>, more: Partial<ShownLesson> = {}): ShownLesson => ({
  id,
  rule: { kind: 'replace', field: '', before: [], from: [], after: [], to: '', ...rule },
  scope: { locale: null, category: null },
  changed: 37,
  cases: 38,
  bound: 0.93,
  mayApply: true,
  ...more,
});
const utilize = lesson('lesson_a', { from: ['utilize'], to: 'use' });
const spacing = lesson('lesson_b', { kind: 'spacing', before: ['<number>'], after: ['<word>'], to: ' ' });
const stops = lesson('lesson_c', { kind: 'punctuation', field: '/bullets/*', from: ['.'], after: ['<end>'] });
const really = lesson('lesson_d', { kind: 'delete', from: ['really'] });

const wordsOf = (output: { [path: string]: string | string[] } | string, lessons: ShownLesson[]) => {
  const texts = typeof output === 'string' ? { '': output } : output;
  return checkLessons({ output, lessons }).map(({ path, start, end, replacements }) => {
    const at = path.split('/').slice(1);
    const text = at.length === 0 ? texts[''] : at.length === 1 ? texts[at[0]!] : (texts[at[0]!] as string[])[Number(at[1])];
    return [path, String(text).slice(start, end), replacements[0]];
  });
};

test('a lesson is a flag with its replacement, and says how often people changed it', () => {
  expect(check({ output: 'You can Utilize it.', lessons: [utilize] })).toMatchObject([
    {
      kind: 'lesson',
      level: 'warning',
      start: 8,
      end: 15,
      replacements: ['Use'],
      message: 'People changed this in 37 of 38 cases.',
      messageCode: 'lesson',
      messageParams: { changed: '37', cases: '38' },
      source: { checker: 'lessons', rule: 'lesson_a' },
    },
  ]);
});

test('a space to put in is shown on the word beside it; a field keeps a lesson to itself; the space goes with a word taken out', () => {
  expect(wordsOf('It weighs 5kg.', [spacing])).toEqual([['', '5', '5 ']]);
  expect(wordsOf({ text: 'One.', bullets: ['Two', 'Three.'] }, [stops])).toEqual([['/bullets/1', '.', '']]);
  expect(wordsOf('It is really good.', [really])).toEqual([['', ' really', '']]);
});

test('[L3] what was dismissed is not raised again when more cases have come since', () => {
  const [flag] = check({ output: 'We utilize it.', lessons: [utilize] });
  const later = [{ ...utilize, changed: 90, cases: 95 }];
  expect(check({ output: 'We utilize it.', lessons: later, dismissed: [flag!.id] })).toEqual([]);
});

test('a brand rule that says the same is shown in its place', () => {
  const rules = { banned: [{ phrase: 'utilize', replacement: 'use' }] };
  expect(check({ output: 'We utilize it.', rules, lessons: [utilize] }).map(({ kind }) => kind)).toEqual(['brand']);
});

describe('scope', () => {
  const british = [lesson('lesson_e', { from: ['color'], to: 'colour' }, { scope: { locale: 'en-GB', category: null } })];

  test('keeps a lesson to the items of a locale or a category', () => {
    const flags = (traits: object) => checkLessons({ output: 'A color.', lessons: british, traits }).length;
    expect([flags({ locale: 'en-GB' }), flags({ locale: 'en-US' }), flags({})]).toEqual([1, 0, 0]);
  });

  test('is read from the metadata of an item, else from its input', () => {
    expect(traitsOf({ input: { category: 'garden', locale: 'de' }, metadata: { locale: 'en-GB' } })).toEqual({
      locale: 'en-GB',
      category: 'garden',
    });
    expect(traitsOf({ input: 'text', metadata: {} })).toEqual({});
  });
});

test('what is applied is what the sure lessons say, in every text, and nothing else', () => {
  const unsure = lesson('lesson_f', { from: ['tool'], to: 'device' }, { mayApply: false });
  const output = { title: 'Utilize it', bullets: ['We utilize a tool', 'Weighs 5kg'], price: 3 };
  expect(applyLessons({ output, lessons: [utilize, spacing, unsure] })).toEqual({
    output: { title: 'Use it', bullets: ['We use a tool', 'Weighs 5 kg'], price: 3 },
    lessons: ['lesson_a', 'lesson_b'],
  });
  expect(applyLessons({ output: 'Nothing here', lessons: [utilize] })).toBeNull();
});
