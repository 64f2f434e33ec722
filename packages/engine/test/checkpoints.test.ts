import { expect, test } from 'vitest';
import { getCheckpoint, listCheckpoints } from '../src/checkpoints/list.ts';
import { putCheckpoint } from '../src/checkpoints/put.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, countOf, review, submit } from './acts.ts';
import { addedTo, kindsOf, rowsOf } from './observe.ts';

const { db } = await useTestDatabase();

const settings = {
  title: 'Texts',
  instructions: '# Look for the tone',
  inputSchema: { type: 'object', properties: { b: {}, a: {} } },
  outputSchema: { type: 'string', pattern: '^[A-Z]' },
  severity: 'high',
  reasons: [{ code: 'tone', label: 'Tone' }],
  undoSeconds: 5,
  leaseSeconds: 120,
  onDeadline: 'expire',
} as const;

test('a checkpoint comes back as it was put', async () => {
  const { owner } = await makeWorkspace(db);
  const { checkpoint, created } = await putCheckpoint({ ctx: owner, name: 'texts', input: settings });
  expect(created).toBe(true);
  expect(checkpoint).toMatchObject({ ...settings, name: 'texts', version: 1 });
  expect(JSON.stringify(checkpoint.inputSchema)).toBe(JSON.stringify(settings.inputSchema));
  expect(await getCheckpoint({ ctx: owner, name: 'texts' })).toMatchObject(checkpoint);
});

test('what is left out has its default', async () => {
  const { owner } = await makeWorkspace(db);
  const { checkpoint } = await putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'T' } });
  expect(checkpoint).toMatchObject({
    instructions: '',
    inputSchema: null,
    outputSchema: null,
    severity: 'medium',
    reasons: [],
    undoSeconds: 10,
    leaseSeconds: 300,
    onDeadline: 'keep',
  });
});

test('the same settings again change nothing', async () => {
  const { id, owner } = await makeWorkspace(db);
  const { checkpoint } = await putCheckpoint({ ctx: owner, name: 'texts', input: settings });
  const before = await rowsOf(db, id);
  expect(await putCheckpoint({ ctx: owner, name: 'texts', input: settings })).toEqual({ checkpoint, created: false });
  expect(await rowsOf(db, id)).toEqual(before);
});

test.each(
  Object.entries({
    ...settings,
    title: 'Other',
    inputSchema: null,
    outputSchema: { type: 'number' },
    instructions: '',
    severity: 'low',
    reasons: [],
    undoSeconds: 6,
    leaseSeconds: 60,
    onDeadline: 'reject',
  }),
)('[G1] another %s counts the version up and is logged', async (name, value) => {
  const { id, owner } = await makeWorkspace(db);
  await putCheckpoint({ ctx: owner, name: 'texts', input: settings });
  const entries = await addedTo(db, id, async () => {
    const { checkpoint, created } = await putCheckpoint({ ctx: owner, name: 'texts', input: { ...settings, [name]: value } });
    expect({ created, version: checkpoint.version, value: checkpoint[name as 'title'] }).toEqual({ created: false, version: 2, value });
  });
  expect(entries).toMatchObject([
    { kind: 'checkpoint.changed', actor: { kind: 'person', id: owner.actor.id }, data: { name: 'texts', version: 2 } },
  ]);
});

test.each([
  ['an unknown type', { type: 'txt' }],
  ['a pattern that looks back', { type: 'string', pattern: '(a)\\1' }],
  ['a pattern that looks ahead', { type: 'string', pattern: 'a(?=b)' }],
  ['a broken pattern', { type: 'string', pattern: '(' }],
  ['a reference to nowhere', { $ref: '#/$defs/none' }],
  ['a reference to the network', { $ref: 'https://example.test/schema.json' }],
  ['another dialect', { $schema: 'http://json-schema.org/draft-04/schema#', type: 'string' }],
  ['a list where an object must be', { properties: [] }],
  ['a negative length', { minLength: -1 }],
  ['an answer for later', { $async: true }],
])('[I2] a schema with %s is refused with its pointer', async (_, schema) => {
  const { id, owner } = await makeWorkspace(db);
  const before = await rowsOf(db, id);
  for (const side of ['inputSchema', 'outputSchema'])
    await expect(putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'T', [side]: schema } })).rejects.toMatchObject({
      code: 'invalid_schema',
      details: { pointer: `/${side}` },
    });
  expect(await rowsOf(db, id)).toEqual(before);
});

test.each([
  ['a schema that is no object', 'ZodError', { outputSchema: 'string' }],
  ['a field that is unknown', 'ZodError', { color: 'red' }],
  ['no title', 'ZodError', { title: '' }],
  ['a lease too short', 'ZodError', { leaseSeconds: 1 }],
  ['a time to undo that is negative', 'ZodError', { undoSeconds: -1 }],
  [
    'one reason twice',
    'invalid_input',
    {
      reasons: [
        { code: 'a', label: 'A' },
        { code: 'a', label: 'B' },
      ],
    },
  ],
])('%s is refused and changes nothing', async (_, code, wrong) => {
  const { id, owner } = await makeWorkspace(db);
  await putCheckpoint({ ctx: owner, name: 'texts', input: settings });
  const before = await rowsOf(db, id);
  expect(await codeOf(putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'T', ...wrong } }))).toBe(code);
  expect(await rowsOf(db, id)).toEqual(before);
});

test.each(['', 'Upper', 'sp ace', 'a/b', '-a', 'a-', 'a--b', 'ä', 'a\n', 'x'.repeat(101)])('the name %j is refused', async (name) => {
  const { owner } = await makeWorkspace(db);
  expect(await codeOf(putCheckpoint({ ctx: owner, name, input: { title: 'T' } }))).toBe('ZodError');
});

test('twenty who put one checkpoint at once make one, and every change counts one version', async () => {
  const { id, owner } = await makeWorkspace(db);
  const puts = await Promise.all(
    Array.from({ length: 20 }, (_, n) => putCheckpoint({ ctx: owner, name: 'texts', input: { title: `T${n}` } })),
  );
  expect(puts.map(({ checkpoint: { version } }) => version).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(puts.filter(({ created }) => created)).toHaveLength(1);
  expect(countOf(await kindsOf(db, id))).toMatchObject({ 'checkpoint.created': 1, 'checkpoint.changed': 19 });
});

test('checkpoints are listed by name with the number of items in each state', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('b', { undoSeconds: 0 });
  await checkpoint('a');
  const items = [];
  for (let n = 0; n < 4; n += 1) items.push(await submit(service, name, `k${n}`));
  await review(owner, items[0]!.id, 'approve');
  await review(owner, items[1]!.id, 'reject');
  const counts = { waiting: 0, returned: 0, decided: 0, released: 0, rejected: 0, expired: 0, superseded: 0 };
  expect((await listCheckpoints({ ctx: owner })).map((one) => [one.name, one.counts])).toEqual([
    ['a', counts],
    ['b', { ...counts, waiting: 2, released: 1, rejected: 1 }],
  ]);
  expect((await getCheckpoint({ ctx: owner, name })).counts).toEqual({ ...counts, waiting: 2, released: 1, rejected: 1 });
  expect(await codeOf(getCheckpoint({ ctx: owner, name: 'none' }))).toBe('not_found');
});

test('brand rules and dictionary come with the one checkpoint, not with the list', async () => {
  const { owner, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts', { brandRules: { banned: [{ phrase: 'cheap' }] }, dictionary: ['Kestrel'] });
  const [listed] = await listCheckpoints({ ctx: owner });
  expect(Object.keys(listed!)).not.toContain('dictionary');
  expect(Object.keys(listed!)).not.toContain('brandRules');
  expect(await getCheckpoint({ ctx: owner, name })).toMatchObject({
    ...listed,
    dictionary: ['Kestrel'],
    brandRules: { banned: [{ phrase: 'cheap' }] },
  });
});
