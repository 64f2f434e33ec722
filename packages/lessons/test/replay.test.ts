import { describe, expect, test } from 'vitest';
import { type Decided, describeRule, type Replay, replay } from '../src/index.ts';
import { chance, type PlantedHistory, type PlantedItem, plantedHistory } from './planted.ts';

const dueIn = (history: readonly PlantedItem[]): number =>
  history.reduce((sum, { due }) => sum + Object.values(due).reduce((total, count) => total + count, 0), 0);

const planted = (options: Omit<PlantedHistory, 'seed'>, seeds = 3) => {
  const runs = Array.from({ length: seeds }, (_, i) => {
    const history = plantedHistory({ ...options, seed: i + 1 });
    return { due: dueIn(history.slice(Math.floor(history.length / 2))), ...replay(history) };
  });
  const sum = (name: 'due' | 'shown' | 'correct' | 'applied' | 'appliedCorrect') => runs.reduce((total, run) => total + run[name], 0);
  return {
    recall: sum('correct') / sum('due'),
    precision: sum('correct') / sum('shown'),
    applied: sum('applied'),
    appliedCorrect: sum('appliedCorrect'),
  };
};

const learned = ({ learned: lessons }: Replay): string[] => lessons.map(({ rule }) => describeRule(rule)).sort();

describe('what people correct again and again is found', () => {
  test('every planted rule, and nothing else, where nobody forgets', () => {
    const result = replay(plantedHistory({ items: 400, seed: 1 }));
    expect(result).toMatchObject({ items: 200, lessons: 11, precision: 1 });
    expect(result.shown).toBe(result.correct);
    expect(learned(result)).toEqual(
      [
        '“!” → “.”',
        '“KESTREL MART S/B (519537-X)” → “KESTREL MART S/B” in /maker',
        '“NORDHAVN TRADING SDN BND” → “NORDHAVN TRADING SDN BHD” in /maker',
        '“TIDEWATER CO” → “Tidewater Co.” in /maker',
        '“bluetooth” → “Bluetooth”',
        '“utilize” → “use”',
        'put in ␣ after “(a number)” before “(a word)”',
        'put in “,” after “(a list)” before “ and”',
        'take out “basically,”',
        'take out “in order”',
        'take out “really”',
      ].sort(),
    );
  });

  test.each([
    { items: 200, forgets: 0, whims: 0.2, recall: 0.85 },
    { items: 1000, forgets: 0.02, whims: 0.3, recall: 0.9 },
    { items: 2000, forgets: 0.05, whims: 0.3, recall: 0.8 },
    { items: 1000, forgets: 0.02, whims: 0.3, recall: 0.85, documentSize: 5 },
  ])('in $items items, with $forgets forgotten and whims in $whims', ({ recall, ...options }) => {
    const found = planted(options);
    expect(found.recall).toBeGreaterThan(recall);
    expect(found.precision).toBeGreaterThan(0.92);
  });

  test('what is applied by itself is right in 99 of 100 cases', () => {
    const found = planted({ items: 1500, forgets: 0, whims: 0.1 });
    expect(found.applied).toBeGreaterThan(1000);
    expect(found.appliedCorrect / found.applied).toBeGreaterThan(0.99);
    expect(planted({ items: 1500, forgets: 0.05, whims: 0.1 }).applied).toBe(0);
  });
});

describe('where there is nothing to learn, nothing is shown', () => {
  test('edits at will', () => {
    for (const seed of [1, 2, 3, 4]) {
      expect(replay(plantedHistory({ items: 1000, seed, whims: 1, rules: [], makers: false }))).toMatchObject({
        lessons: 0,
        shown: 0,
        correct: 0,
        precision: null,
      });
    }
  });

  test('edits of frequent words, now this way, now that', () => {
    const random = chance(7);
    const history = plantedHistory({ items: 1500, seed: 9, rules: [], makers: false }).map((item): Decided => {
      const texts = item.texts.map(({ path, before }) => ({
        path,
        before,
        after: before.replace(/\b(the|is|a)\b/g, (word) => (random() < 0.3 ? ['this', 'one', 'was', ''][Math.floor(random() * 4)]! : word)),
      }));
      return { id: item.id, texts };
    });
    expect(replay(history).shown).toBe(0);
  });

  test('edits that never come again', () => {
    const history = Array.from({ length: 600 }, (_, i): Decided => {
      const letters = (salt: string) => [...`${salt}${i}`].map((one) => String.fromCharCode(97 + (one.charCodeAt(0) % 26))).join('');
      const before = `The ${letters('before')} is here.`;
      return { id: `${i}`, texts: [{ path: '', before, after: before.replace(letters('before'), letters('after')) }] };
    });
    expect(replay(history).lessons).toBe(0);
  });

  test('[L1] approvals alone', () => {
    const history = plantedHistory({ items: 300, seed: 1, forgets: 1 });
    expect(replay(history)).toMatchObject({ edited: 0, lessons: 0, shown: 0, precision: null });
  });
});

describe('people who disagree or change their minds', () => {
  const withStyle = (follows: (i: number) => boolean) =>
    plantedHistory({ items: 1000, seed: 4 }).map(
      (item, i): Decided => (follows(i) ? item : { ...item, texts: item.texts.map((one) => ({ ...one, after: one.before })) }),
    );

  test('a style that was given up before the middle is not shown after it', () => {
    expect(replay(withStyle((i) => i < 400)).shown).toBe(0);
  });

  test('[L2] a style that is given up at the middle retires within a few dismissals a lesson', () => {
    const result = replay(withStyle((i) => i < 500));
    expect(result.lessons).toBeGreaterThan(8);
    expect(result.shown).toBeLessThanOrEqual(4 * result.lessons);
    expect(result.learned.filter(({ shown }) => shown > 3).every(({ retired }) => retired)).toBe(true);
  });

  test('what one of four reviewers never does is not shown', () => {
    expect(replay(withStyle((i) => i % 4 !== 1)).shown).toBe(0);
  });

  test('what one of four reviewers alone does is not shown', () => {
    expect(replay(withStyle((i) => i % 4 === 1)).shown).toBe(0);
  });

  test('one-off edits put in by the way do not become lessons', () => {
    const random = chance(3);
    const history = plantedHistory({ items: 800, seed: 6 }).map((item): Decided => {
      const [text, ...rest] = item.texts;
      if (random() > 0.03) return item;
      return { ...item, texts: [{ ...text!, after: text!.after.replaceAll('the', 'BUY NOW the') }, ...rest] };
    });
    expect(learned(replay(history)).filter((rule) => rule.includes('BUY'))).toEqual([]);
  });
});

test('an order by chance changes nothing much', () => {
  const history = plantedHistory({ items: 800, seed: 8, forgets: 0.01, whims: 0.2 });
  const orders = [1, 2, 3].map((seed) => {
    const random = chance(seed);
    return replay(
      history
        .map((item) => ({ item, at: random() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ item }) => item),
    );
  });
  for (const { lessons, precision } of orders) {
    expect(lessons).toBeGreaterThanOrEqual(10);
    expect(precision).toBeGreaterThan(0.95);
  }
});
