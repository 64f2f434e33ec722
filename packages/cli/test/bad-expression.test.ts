import { expect, test } from 'vitest';
import { judgeByExpression } from '../src/replay/bad-expression.ts';

const row = {
  line: 7,
  fields: { score: 42, verdict: 'edit', name: 'kettle', nothing: null, list: [1, 2], flags: [{ level: 'error' }], deep: { a: 1 } },
};
const judge = (expression: string) => judgeByExpression(expression).judge(row);

test.each([
  ['score < 50', true],
  ['score == 42 && verdict != "approve"', true],
  ['flags.exists(f, f.level == "error")', true],
  ['size(list) > 2', false],
  ['deep.a == 1', true],
  ['has(deep.b)', false],
  ['has(score) && score > 50', false],
  ['has(missing)', false],
  ['has(line.score)', true],
  ['nothing == null', true],
  ['name.startsWith("ket")', true],
  ['missing > 3 || score < 50', true],
  ['int(score) % 2 == 0', true],
])('%s is %s for the line', (expression, isBad) => {
  expect(judge(expression)).toBe(isBad);
});

test.each([
  ['missing < 50', 'missing'],
  ['nothing < 50', 'nothing'],
  ['score < 10 || missing < 50', 'missing'],
])('%s cannot be told of a line without %s', (expression, lacks) => {
  expect(judge(expression)).toEqual({ lacks });
});

test.each([
  [' ', 'says nothing'],
  ['score <', 'is not a CEL expression (line 1:7'],
  ['score', 'must be true or false, and is 42 on line 7'],
  ['score + 1 > 5.0', "cannot be told on line 7: found no matching overload for '_+_'"],
  ['score + 1 > 5.0', 'write 1.0 instead of 1'],
  ['name < 50', 'name is the text "kettle". Correct the line, or write double(name)'],
  ['list.all(a, list.all(b, list.all(c, a + b + c > 1.0)))', 'is too large'],
  [`${'('.repeat(1500)}true${')'.repeat(1500)}`, 'is longer than 2000 characters'],
  [`${'['.repeat(100)}${']'.repeat(100)} == name`, 'is too large'],
  [Array(200).fill('score').join(' < '), 'is too large'],
])('%j is refused: %s', (expression, why) => {
  expect(() => judge(expression)).toThrow(why);
});

test('names of the language itself are no fields', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty']) expect(judge(`${name} == 1`)).toEqual({ lacks: name });
});
