import fc from 'fast-check';
import { expect, test } from 'vitest';
import { claim } from '../src/claims/claim.ts';
import { valueOfLook } from '../src/items/prepare.ts';
import { submitItem } from '../src/items/submit.ts';
import { decide } from '../src/reviews/decide.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { at, instant, itemInput } from './acts.ts';

const { db } = await useTestDatabase();

const waiting = fc.record({
  priority: fc.integer({ min: -2, max: 2 }),
  dueAt: fc.option(fc.integer({ min: 1, max: 3 }).map((hours) => instant(hours * 3600).toISOString())),
  severity: fc.constantFrom('low', 'medium', 'high', 'critical'),
  confidence: fc.option(fc.constantFrom(0, 0.5, 0.9, 0.99)),
  /** 0 and 1: free at one of two checkpoints. More: held by somebody until that second. */
  place: fc.constantFrom(0, 0, 1, 10, 20, 30),
});
type Waiting = {
  priority: number;
  dueAt: string | null;
  severity: 'low' | 'medium' | 'high' | 'critical';
  confidence: number | null;
  place: number;
};

// The queue keeps it as float4.
const valueInQueue = ({ severity, confidence }: Waiting) => Math.fround(valueOfLook(severity, confidence));

const inOrder = (items: (Waiting & { id: string })[]) =>
  [...items].sort(
    (a, b) =>
      b.priority - a.priority ||
      (a.dueAt ?? '9').localeCompare(b.dueAt ?? '9') ||
      valueInQueue(b) - valueInQueue(a) ||
      (a.id < b.id ? -1 : 1),
  );

test('[C3] items come by priority, deadline, value of a look and age, free or lapsed', async () => {
  const property = fc.asyncProperty(
    fc.array(waiting, { minLength: 2, maxLength: 14 }),
    fc.integer({ min: 1, max: 4 }),
    fc.boolean(),
    async (given, limit, byName) => {
      const { service, checkpoint, person } = await makeWorkspace(db);
      const [early, reader] = [await person('Early'), await person('Reader')];
      const names = [await checkpoint('zero', { leaseSeconds: 10 }), await checkpoint('one', { leaseSeconds: 10 })] as const;
      const items: (Waiting & { id: string })[] = [];
      for (const [n, { place, ...more }] of given.entries()) {
        const checkpointName = place === 1 ? names[1] : names[0];
        const { item } = await submitItem({ ctx: service, checkpoint: checkpointName, input: itemInput(`k${n}`, more) });
        if (place > 1) await claim({ ctx: at(early, place - 10), input: { item: item.id } });
        items.push({ ...more, place, id: item.id });
      }
      // At second 25 the leases until 10 and 20 have lapsed; the one until 30 holds.
      const expected = inOrder(items.filter(({ place }) => place < 30 && (!byName || place !== 1)));
      const got: string[] = [];
      for (;;) {
        const claims = await claim({ ctx: at(reader, 25), input: { limit, ...(byName && { checkpoint: 'zero' }) } });
        if (claims.length === 0) break;
        got.push(...claims.map(({ item }) => item.id));
      }
      expect(got).toEqual(expected.map(({ id }) => id));
    },
  );
  await fc.assert(property, { numRuns: 40 });
});

test('[C3] the value of a look grows with severity and with doubt', () => {
  const severities = ['low', 'medium', 'high', 'critical'] as const;
  for (const [n, severity] of severities.entries()) {
    if (n > 0) expect(valueOfLook(severity, 0.5)).toBeGreaterThan(valueOfLook(severities[n - 1]!, 0.5));
    expect(valueOfLook(severity, 0.2)).toBeGreaterThan(valueOfLook(severity, 0.8));
    expect(valueOfLook(severity, null)).toBe(valueOfLook(severity, 0.5));
  }
});

test('[C3] a decision gives the next ones in the same order as a claim', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  const ids: Record<string, string> = {};
  for (const [key, more] of Object.entries({
    first: { priority: 9 },
    late: {},
    due: { dueAt: instant(99).toISOString() },
    top: { priority: 5 },
  })) {
    const { item } = await submitItem({ ctx: service, checkpoint: name, input: itemInput(key, more) });
    ids[key] = item.id;
  }
  for (const checkpointName of [name, undefined]) {
    const { claims } = await decide({
      ctx: owner,
      itemId: checkpointName ? ids['first']! : ids['top']!,
      input: { verdict: 'approve', claimNext: { checkpoint: checkpointName, limit: 1 } },
    });
    expect(claims[0]?.item.key).toBe(checkpointName ? 'top' : 'due');
  }
});
