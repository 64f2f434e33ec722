import { expect, test } from 'vitest';
import { deepestNesting, parseJson } from '../src/json.ts';

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

test.each([
  ['half a surrogate pair', '{"a":["\\ud800"]}'],
  ['half a surrogate pair in a name', '{"x\\udc00":1}'],
  ['two low halves', '"\\udc00\\udc00"'],
  ['a number that JSON cannot hold', '{"big":[1e400]}'],
  ['a number that JSON cannot hold, below nought', '-1e999'],
  ['one level too many', nested(deepestNesting + 2)],
  ['a million levels', nested(1_000_000)],
])('[I2] %s is refused at the door', (_, text) => {
  expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
});

test.each([['{"a":'], [''], ['{a:1}'], ['NaN'], ['"\n"'], ['1 2'], ['\ufeff1']])(
  '[I2] %j is no JSON, and the refusal says what it is about',
  (text) => {
    expect(() => parseJson(text, 'Line 7')).toThrow(
      expect.objectContaining({ code: 'invalid_json', message: expect.stringMatching(/^Line 7 is not JSON/) }),
    );
  },
);

test.each([['"\\ud83d\\ude00"'], ['"\\u0000"'], ['-0'], ['1.7976931348623157e308'], [nested(deepestNesting)], ['{"__proto__":{"a":1}}']])(
  '%s passes',
  (text) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  },
);
