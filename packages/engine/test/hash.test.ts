import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashJson } from '../src/hash.ts';

const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, part]) => [name, shuffled(part)]),
  );
};

test('[I7] the order of members and the spacing do not count', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const spaced = JSON.parse(JSON.stringify(shuffled(value), null, 7));
      expect(hashJson(spaced)).toBe(hashJson(JSON.parse(JSON.stringify(value))));
    }),
  );
});

test('[I7] other content has another hash', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const [a, b] = [one, other].map((value) => JSON.parse(JSON.stringify(value)));
      const equal = JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
      expect(hashJson(a) === hashJson(b)).toBe(equal);
    }),
  );
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([name, part]) => [name, sorted(part)]) };
};

test.each([
  ['1', '1.0'],
  ['100', '1e2'],
  ['0.000001', '1E-6'],
  ['0', '-0'],
  ['"\\u00e9"', '"é"'],
  ['"\\/"', '"/"'],
  ['{"a":1,"b":[{"d":1,"c":2}]}', ' { "b" : [ { "c" : 2.0 , "d" : 1 } ] , "a" : 1 } '],
])('[I7] %s and %s are one thing', (one, other) => {
  expect(hashJson(JSON.parse(one))).toBe(hashJson(JSON.parse(other)));
});

test.each([
  ['[1,2]', '[2,1]'],
  ['"1"', '1'],
  ['null', '"null"'],
  ['{}', '[]'],
  ['{"a":null}', '{}'],
  ['""', 'null'],
  ['"e\\u0301"', '"\\u00e9"'],
  ['{"__proto__":1}', '{}'],
])('[I7] %s and %s are two', (one, other) => {
  expect(hashJson(JSON.parse(one))).not.toBe(hashJson(JSON.parse(other)));
});

// printf '%s' '{"a":1,"b":[true,null,"é"]}' | sha256sum
test('[I7] the hash is the SHA-256 of RFC 8785, so that anybody can compute it', () => {
  expect(hashJson({ b: [true, null, 'é'], a: 1 })).toBe('sha256:9488dd13ca33d3291f5a91a1833dfa164811755ffba538c2b340780f8c31a0cb');
});
