import { describe, expect, test } from 'vitest';
import { appraise, type Decided, describeRule, Learner, pairTexts } from '../src/index.ts';
import { plantedHistory } from './planted.ts';

const edit = (id: number, before: string, after: string, group?: string): Decided => ({
  id: `item ${id}`,
  ...(group !== undefined && { group }),
  texts: [{ path: '', before, after }],
});
const places = ['kitchen', 'garden', 'hall', 'office', 'cabin', 'studio', 'garage'];
const utilize = (id: number, group?: string) => {
  const place = places[id % places.length];
  return edit(id, `You can utilize it in the ${place}, number ${id}.`, `You can use it in the ${place}, number ${id}.`, group);
};
const taught = (history: readonly Decided[]): Learner => {
  const learner = new Learner();
  for (const decided of history) learner.learn(decided);
  return learner;
};
const lessonsOf = (history: readonly Decided[]): string[] => appraise(taught(history)).map(({ candidate }) => describeRule(candidate));
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('[L1] lessons come from edits', () => {
  test('the same correction in different items becomes one lesson', () => {
    expect(lessonsOf(range(30).map((i) => utilize(i)))).toEqual(['“utilize” → “use”']);
  });

  test('untouched approvals teach nothing', () => {
    const learner = taught(range(60).map((i) => edit(i, `You can use it, number ${i}.`, `You can use it, number ${i}.`)));
    expect([...learner.changes()]).toEqual([]);
  });

  test('an untouched approval of a text where the lesson would have spoken counts against it', () => {
    const untouched = range(10).map((i): Decided => {
      const { id, texts } = utilize(1000 + i);
      return { id, texts: texts.map((one) => ({ ...one, after: one.before })) };
    });
    const history = range(30).map((i) => utilize(i));
    const [counted] = [...taught([...history, ...untouched]).changes()]
      .flat()
      .filter(({ before, after }) => before.length + after.length === 0);
    expect(counted).toMatchObject({ hits: 28, misses: 10, changed: 28, cases: 38 });
    expect(lessonsOf([...history, ...untouched])).toEqual([]);
  });

  test('what is seen in one document only is no lesson, however often', () => {
    expect(lessonsOf(range(30).map((i) => utilize(i, 'one and the same')))).toEqual([]);
    expect(lessonsOf(range(60).map((i) => utilize(i, `document ${Math.floor(i / 2)}`)))).toEqual(['“utilize” → “use”']);
  });

  test('a group of hundreds is a kind of item and not a document', () => {
    expect(lessonsOf(range(300).map((i) => utilize(i, `shop ${i % 3}`)))).toEqual(['“utilize” → “use”']);
  });
});

test('a context is asked for where the change holds only there', () => {
  const history = range(240).map((i) => {
    const verb = ['it rains', 'they come', 'we know', 'we care'][i % 4]!;
    const text = `Number ${i}: take it since ${verb} ${places[i % 7]}.`;
    return edit(i, text, verb.startsWith('we') ? text.replace('since', 'because') : text);
  });
  expect(lessonsOf(history)).toEqual(['“since” → “because” before “ we”']);
});

test('a value is remembered for its field alone', () => {
  const name = (id: number, path: string, before: string, after: string): Decided => ({
    id: `${id}${path}`,
    texts: [{ path, before, after }],
  });
  const history = range(40).flatMap((i) => [
    name(i, '/company', 'KESTREL (5195-X)', 'Kestrel'),
    name(i, '/company', 'ALDER SDN', 'Alder'),
    name(i, '/total', `${(i * 7) % 5}.20`, i % 2 === 0 ? `${(i * 3) % 11}.20` : `${(i * 7) % 5}.20`),
  ]);
  expect(lessonsOf(history).sort()).toEqual(['“ALDER SDN” → “Alder” in /company', '“KESTREL (5195-X)” → “Kestrel” in /company']);
});

test('what was learned so far goes on from its state as if it had never stopped', () => {
  const history = plantedHistory({ items: 400, seed: 5, forgets: 0.03, whims: 0.4, documentSize: 3 });
  const whole = taught(history);
  const first = taught(history.slice(0, 170));
  const second = new Learner(JSON.parse(JSON.stringify(first.state)));
  for (const decided of history.slice(170)) second.learn(decided);
  expect(second.state).toEqual(whole.state);
});

test('what is kept stays bounded, and what proved right outlives the rest', () => {
  const learner = new Learner(undefined, { candidates: 300, sightings: 200 });
  const history = plantedHistory({ items: 1500, seed: 3, whims: 1 });
  for (const decided of history) learner.learn(decided);
  expect(learner.state.candidates.length).toBeLessThanOrEqual(300);
  expect(learner.state.sightings.length).toBeLessThanOrEqual(200);
  expect(appraise(learner).map(({ candidate }) => describeRule(candidate))).toContain('“utilize” → “use”');
});

test('texts of records are paired by their place, and lists that grew by what they say', () => {
  const before = { title: 'One', bullets: ['a', 'b'], price: 3, gone: 'x' };
  expect(pairTexts(before, { title: 'Two', bullets: ['new', 'a', 'b'], price: 4 })).toEqual([
    { path: '/title', before: 'One', after: 'Two' },
    { path: '/bullets/0', before: 'a', after: 'a' },
    { path: '/bullets/1', before: 'b', after: 'b' },
  ]);
  expect(pairTexts({ bullets: ['a', 'b'] }, { bullets: ['a', 'c'] })).toEqual([
    { path: '/bullets/0', before: 'a', after: 'a' },
    { path: '/bullets/1', before: 'b', after: 'c' },
  ]);
});
