import { expect, test } from 'vitest';
import { compileSchema } from '../src/checkpoints/schema-check.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, review, submit } from './acts.ts';
import { rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

const schema = {
  type: 'object',
  required: ['title', 'tags'],
  additionalProperties: false,
  properties: {
    title: { type: 'string', maxLength: 5 },
    tags: { type: 'array', items: { type: 'string' } },
    'a/b~c': { type: 'integer' },
  },
};

test.each([
  [{ tags: [] }, '/output/title', 'is missing'],
  [{ title: 'x', tags: ['a', 2] }, '/output/tags/1', 'must be string'],
  [{ title: 'x', tags: [], 'a/b~c': 'no' }, '/output/a~1b~0c', 'must be integer'],
  [{ title: 'x', tags: [], 'more/~': 1 }, '/output/more~1~0', 'is not allowed here'],
  [{ title: 'too long', tags: [] }, '/output/title', 'must NOT have more than 5 characters'],
  ['text', '/output', 'must be object'],
])('[I2] %j is refused at %s', async (output, pointer, detail) => {
  const { id, owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { outputSchema: schema });
  const before = await rowsOf(db, id);
  await expect(submit(owner, name, 'a', { output })).rejects.toMatchObject({
    code: 'schema_violation',
    details: { pointer, errors: [{ pointer, detail }] },
  });
  expect(await rowsOf(db, id)).toEqual(before);
});

test('[I2] all wrong places of input and output are named, at most twenty each', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { inputSchema: { type: 'array', items: { type: 'string' } }, outputSchema: schema });
  const error = await submit(owner, name, 'a', { input: Array(50).fill(1), output: {} }).catch((thrown) => thrown);
  const pointers = error.details.errors.map(({ pointer }: { pointer: string }) => pointer);
  expect(pointers).toEqual([...Array.from({ length: 20 }, (_, n) => `/input/${n}`), '/output/title', '/output/tags']);
});

test('[I2] an edit is checked as an output is, and a bad one changes nothing', async () => {
  const { id, owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { outputSchema: schema });
  const item = await submit(owner, name, 'a', { output: { title: 'x', tags: [] } });
  const before = await rowsOf(db, id);
  await expect(review(owner, item.id, 'edit', { output: { title: 'y', tags: [1] } })).rejects.toMatchObject({
    code: 'schema_violation',
    details: { pointer: '/output/tags/0' },
  });
  expect(await rowsOf(db, id)).toEqual(before);
});

// A backtracking engine would need longer than the sun will shine for each of these.
test.each([['^(a+)+$'], ['^(a|a)*$'], ['^(a|aa)+$'], ['(x+x+)+y'], ['^([a-zA-Z]+)*$'], ['(.*a){20}$']])(
  '[I2] the pattern %s on a hostile text is answered in linear time',
  async (pattern) => {
    const { owner, checkpoint } = await makeWorkspace(db);
    const name = await checkpoint('texts', { outputSchema: { type: 'string', pattern } });
    const letter = pattern.includes('x') ? 'x' : 'a';
    expect(await codeOf(submit(owner, name, 'a', { output: `${letter.repeat(20_000)}!` }))).toBe('schema_violation');
  },
);

test('[I2] patterns of member names run in linear time too', () => {
  const check = compileSchema({ patternProperties: { '^(a+)+$': { type: 'number' } }, additionalProperties: false }, '/outputSchema');
  expect(check({ [`${'a'.repeat(20_000)}!`]: 1 })).toBe(false);
});

test('[I2] a schema that validates later is refused: it would let everything in', async () => {
  const { checkpoint } = await makeWorkspace(db);
  await expect(checkpoint('texts', { outputSchema: { $async: true, type: 'string' } })).rejects.toMatchObject({
    code: 'invalid_schema',
    details: { pointer: '/outputSchema' },
  });
});

test('[I2] items that must be unique are compared in one pass, in the sense of JSON Schema', () => {
  const check = compileSchema({ type: 'array', uniqueItems: true }, '/outputSchema');
  expect(check([1, '1', 'true', true, null, 'null', {}, [], { a: 1 }, { a: '1' }, [1]])).toBe(true);
  for (const twice of [
    [1, 1],
    [{ a: 1, b: [2] }, 'x', { b: [2], a: 1 }],
    ['x', 'x'],
    [null, null],
  ])
    expect(check(twice)).toBe(false);
  let reads = 0;
  const counted = Array.from({ length: 20_000 }, (_, n) => ({
    get n() {
      reads += 1;
      return n;
    },
  }));
  expect(check(counted)).toBe(true);
  expect(reads).toBeLessThan(100_000);
});

test('[I2] an item that stands there twice is refused by its list', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { outputSchema: { type: 'array', uniqueItems: true } });
  await expect(submit(owner, name, 'a', { output: [{ a: 1 }, { a: 1 }] })).rejects.toMatchObject({
    code: 'schema_violation',
    details: { errors: [{ pointer: '/output', detail: 'must not have the same item twice' }] },
  });
});
