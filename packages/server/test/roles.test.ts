import { useTestDatabase } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { operations, startTestApp } from '../src/testing/index.ts';
import { freshTarget, nowhere, type Role, rows } from './route-rows.ts';

const { db } = await useTestDatabase();
const app = await startTestApp(db);
afterAll(() => app.stop());
const team = await app.team();
const checkpoint = await team.checkpoint('texts');

let client = 0;
async function statusOf(role: Role, name: string, target: typeof nowhere): Promise<number> {
  const row = rows[name];
  if (!row) throw new Error(`${name} has no row in route-rows.ts: say who may call it.`);
  const response = await team[role].call(name.split(' ')[0] as string, row.path(target), row.body?.(target), {
    'x-countersign-client': `10.2.0.${++client % 250}`,
  });
  await response.body?.cancel();
  return response.status;
}

test('every route has a row, and every row a route', () => {
  expect(Object.keys(rows).sort()).toEqual(operations.map(({ name }) => name).sort());
});

function expectedOf(name: string): Record<Role, number> {
  const row = rows[name];
  const [owner, reviewer, service, stranger = 401] = row?.expected ?? [0, 0, 0];
  return { owner, lead: row?.lead ?? reviewer, reviewer, service, revoked: stranger, stranger };
}

test.each(operations)('[P1] $name', async ({ name }) => {
  const expected = expectedOf(name);
  const seen: Record<string, number> = {};
  for (const role of Object.keys(expected) as Role[]) seen[role] = await statusOf(role, name, await freshTarget(team, checkpoint));
  expect(seen).toEqual(expected);
});

test.each(operations)('[P1] $name tells who may not call it nothing of what there is', async ({ name }) => {
  const { owner: _, ...others } = expectedOf(name);
  for (const [role, status] of Object.entries(others) as [Role, number][])
    if (status === 401 || status === 403) expect([role, await statusOf(role, name, nowhere)]).toEqual([role, status]);
});
