import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Action, can, rights } from '../src/access/can.ts';
import { type Rank, systemContext } from '../src/context.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { submit } from './acts.ts';
import { rowsOf } from './observe.ts';
import { nowhere, verbs } from './verbs.ts';

const { db } = await useTestDatabase();

// The table once more, by hand: a slip in the one is caught by the other.
const table: Record<Action, [owner: 0 | 1, lead: 0 | 1, reviewer: 0 | 1, service: 0 | 1, system: 0 | 1]> = {
  'checkpoint.read': [1, 1, 1, 1, 1],
  'checkpoint.write': [1, 0, 0, 0, 1],
  'item.submit': [1, 0, 0, 1, 1],
  'item.read': [1, 1, 1, 1, 1],
  'item.review': [1, 1, 1, 0, 0],
  'item.direct': [1, 1, 0, 0, 1],
  'item.reopen': [1, 1, 0, 0, 0],
  'item.comment': [1, 1, 1, 0, 0],
  'preferences.own': [1, 1, 1, 0, 0],
  'item.export': [1, 1, 1, 1, 1],
  'event.read': [1, 1, 1, 1, 1],
  'key.personal': [1, 1, 1, 0, 1],
  'key.service': [1, 0, 0, 0, 1],
  'member.read': [1, 1, 1, 0, 1],
  'member.invite': [1, 0, 0, 0, 1],
  'provider.read': [1, 0, 0, 1, 1],
  'lesson.read': [1, 1, 1, 0, 1],
  'lesson.write': [1, 1, 0, 0, 0],
  'provider.write': [1, 0, 0, 0, 1],
  'workflow.read': [1, 0, 0, 1, 1],
  'workflow.write': [1, 0, 0, 0, 1],
  'run.start': [1, 0, 0, 1, 1],
  'batch.read': [1, 0, 0, 1, 1],
  'batch.write': [1, 0, 0, 1, 1],
  'call.read': [1, 0, 0, 0, 1],
};
const ranks: Rank[] = ['owner', 'lead', 'reviewer', 'service', 'system'];
const cells = Object.entries(table).flatMap(([action, row]) =>
  ranks.map((rank, column) => [rank, action as Action, row[column] === 1] as const),
);

test.each(cells)('[P1] may %s do %s: %s', (rank, action, allowed) => {
  expect(can(rank, action)).toBe(allowed);
});

test('[P1] the table names every action, and unknown roles have no right', () => {
  expect(Object.keys(rights).sort()).toEqual(Object.keys(table).sort());
  for (const action of Object.keys(rights)) expect(can('visitor' as Rank, action as Action)).toBe(false);
});

describe.each(verbs)('[P1] $name needs $action', ({ run, action }) => {
  test.each(['owner', 'lead', 'reviewer', 'service'] as const)('as %s', async (rank) => {
    const workspace = await makeWorkspace(db);
    const ctx = rank === 'lead' || rank === 'reviewer' ? await workspace.person('Rita', rank) : workspace[rank];
    const before = await rowsOf(db, workspace.id);
    const error = await run(ctx, nowhere).then(
      () => null,
      (thrown) => thrown,
    );
    expect(error?.code === 'not_allowed').toBe(!can(rank, action));
    if (can(rank, action)) return;
    expect(await rowsOf(db, workspace.id)).toEqual(before);
    expect(error.message).toContain(action === 'item.review' ? 'A service key never reviews' : action);
  });
});

test.each(verbs.filter(({ action }) => action === 'item.review'))('[P1] only people review: the system cannot $name', async ({ run }) => {
  const { id, checkpoint, service } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const item = await submit(service, name, 'a');
  await expect(run(systemContext(db, id, 'test'), { ...nowhere, checkpoint: name, itemId: item.id })).rejects.toMatchObject({
    code: 'not_allowed',
  });
});

test('[P1] every verb of the engine that takes a context is in the tables of these tests', () => {
  const root = new URL('../src/', import.meta.url);
  const named = new Set(verbs.map(({ name }) => name.split(' ')[0]));
  const exported = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^(testing|postgres)\//.test(file))
    .flatMap((file) =>
      readFileSync(new URL(file, root), 'utf8')
        .split(/^export (?=async function|const)/m)
        .slice(1),
    )
    .filter((text) => text.includes('requireRight(ctx, '))
    .map((text) => /(?:function\*?|const) (\w+)/.exec(text)?.[1]);
  expect(exported.length).toBeGreaterThan(20);
  expect(exported.filter((name) => !named.has(name ?? ''))).toEqual([]);
});
