import fc from 'fast-check';
import { expect, test } from 'vitest';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { countOf } from './acts.ts';
import { brokenRules } from './invariants.ts';
import type { Told } from './model.ts';
import { act, among, anyStep, makeWorld } from './world.ts';

const { db } = await useTestDatabase({ max: 16 });
const seeds = process.env['CROWD_SEED']
  ? [Number(process.env['CROWD_SEED'])]
  : Array.from({ length: 3 }, () => Math.floor(Math.random() * 2 ** 31));
const actors = 14;
const each = 120;

const known = new Set([
  'done',
  'key_conflict',
  'already_decided',
  'claimed_by_other',
  'output_changed',
  'not_reviewable',
  'undo_closed',
  'not_returned',
  'returns_used_up',
  'already_revised',
  'output_unchanged',
]);

test.each(seeds)(
  '[I3] [I10] [C1] [G1] many act at once (CROWD_SEED=%i): the rules hold during and after',
  { timeout: 300_000 },
  async (seed) => {
    const world = await makeWorld(db);
    const told: string[] = [];
    let acting = true;
    const note = (answer: Told) => told.push(typeof answer === 'string' ? answer : 'done');
    const watch = async () => {
      const broken: string[] = [];
      while (acting) broken.push(...(await brokenRules(db, world.id)));
      return broken;
    };
    const watching = watch();
    await Promise.all(
      Array.from({ length: actors }, async (_, actor) => {
        for (const drawn of fc.sample(anyStep, { seed: seed + actor, numRuns: each })) {
          const step = among(drawn, world.ids.length);
          if (step) note(await act(world, step));
        }
      }),
    );
    acting = false;
    expect(await watching, 'at no moment').toEqual([]);
    const counts = countOf(told);
    expect(Object.keys(counts).filter((code) => !known.has(code))).toEqual([]);
    expect(counts['done']).toBeGreaterThan(actors);
    await act(world, { do: 'wait', seconds: 1000 });
    await act(world, { do: 'release' });
    await act(world, { do: 'deadlines' });
    expect(await brokenRules(db, world.id)).toEqual([]);
    const { rows } = await db.pool.query('select id, state from items where workspace_id = $1', [world.id]);
    expect(rows.map(({ id }) => id).sort(), 'every accepted item is there, once').toEqual(world.ids.toSorted());
    expect(rows.filter(({ state }) => state === 'decided')).toEqual([]);
  },
);
