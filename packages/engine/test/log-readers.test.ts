import type { Event } from '@countersign/contract';
import { expect, test } from 'vitest';
import type { Context } from '../src/context.ts';
import { transact } from '../src/database/transact.ts';
import { appendLog } from '../src/log/append.ts';
import { lastPosition, readLog } from '../src/log/read.ts';
import { useTestDatabase } from '../src/testing/test-database.ts';
import { makeWorkspace } from '../src/testing/workspace.ts';
import { codeOf, submit } from './acts.ts';
import { settledPosition } from './observe.ts';

const { db } = await useTestDatabase({ max: 30 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const entry = (ctx: Context, n: number) => ({ kind: 'item.skipped' as const, itemId: `${ctx.actor.id}-${n}`, data: { n } });

test('readers miss nothing, read nothing twice and never see the past change, whatever writers do', { timeout: 300_000 }, async () => {
  const { id, owner } = await makeWorkspace(db);
  const start = await settledPosition(owner);
  const writers = 16;
  const each = 25;
  let writing = true;
  const written: string[] = [];
  const write = async (writer: number) => {
    for (let n = 0; n < each; n += 1) {
      const gone = Math.random() < 0.15;
      await transact(db, async (client) => {
        // Some take their transaction number early and write late; some write, wait and commit late; some give up.
        if (Math.random() < 0.5) await client.query('select pg_current_xact_id()');
        await pause(Math.random() * 12);
        const one = { kind: 'item.skipped' as const, itemId: `${writer}-${n}`, data: { n } };
        await appendLog(client, owner, one);
        await pause(Math.random() * 12);
        if (Math.random() < 0.3) await appendLog(client, owner, { ...one, itemId: `${writer}-${n}+` });
        if (gone) throw new Error('given up');
      }).then(
        () => written.push(`${writer}-${n}`),
        (error) => {
          if (!gone) throw error;
        },
      );
    }
  };
  const read = async (limit: number): Promise<Event[]> => {
    const events: Event[] = [];
    for (let last = false; ; ) {
      const page = await readLog(owner, { after: events.at(-1)?.id ?? start, limit });
      events.push(...page);
      if (page.length > 0) continue;
      if (last) return events;
      last = !writing && (await settledPosition(owner)) !== '';
      await pause(1);
    }
  };
  const reading = [read(1), read(7), read(500)];
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  writing = false;
  const streams = await Promise.all(reading);
  const { rows } = await db.pool.query(
    `select l.tx || '-' || l.id as id, item_id from log_entries l where workspace_id = $1 and kind = 'item.skipped' order by l.tx, l.id`,
    [id],
  );
  const everything = rows.map((row) => row.id);
  expect(rows.length).toBeGreaterThan(written.length);
  for (const stream of streams) expect(stream.map((event) => event.id)).toEqual(everything);
  const committed = new Set(rows.map((row) => row.item_id.replace('+', '')));
  expect([...committed].sort()).toEqual(written.toSorted());
});

test('an entry is not shown while an older transaction can still add one before it', async () => {
  const { owner } = await makeWorkspace(db);
  const start = await settledPosition(owner);
  const client = await db.pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_current_xact_id()');
    await transact(db, (other) => appendLog(other, owner, entry(owner, 2)));
    expect(await readLog(owner, { after: start })).toEqual([]);
    expect(await lastPosition(owner)).toBe(start);
    await appendLog(client, owner, entry(owner, 1));
    await client.query('commit');
  } finally {
    client.release();
  }
  await settledPosition(owner);
  expect((await readLog(owner, { after: start })).map(({ data }) => data['n'])).toEqual([1, 2]);
});

test('positions are read on in pages, from the beginning or from anywhere', async () => {
  const { owner, service, checkpoint } = await makeWorkspace(db);
  const name = await checkpoint('texts');
  for (let n = 0; n < 12; n += 1) await submit(service, name, `k${n}`);
  await settledPosition(owner);
  const all = await readLog(owner, { after: '0-0' });
  expect(all).toHaveLength(14);
  expect(all[2]).toMatchObject({
    kind: 'item.submitted',
    checkpoint: name,
    actor: { kind: 'apiKey', id: service.actor.id },
    data: { outputHash: expect.stringMatching(/^sha256:/) },
  });
  const paged: Event[] = [];
  for (let page = all.slice(0, 0); paged.length === 0 || page.length > 0; paged.push(...page))
    page = await readLog(owner, { after: paged.at(-1)?.id ?? '0-0', limit: 5 });
  expect(paged).toEqual(all);
  expect(await readLog(owner, { after: all[5]!.id })).toEqual(all.slice(6));
  expect(await readLog(owner, { after: await lastPosition(owner) })).toEqual([]);
});

test.each(['', '1', 'x-y', '1-2-3', '-1-1', '1-1; drop table items', '99999999999999999999-1', '1-9999999999999999999'])(
  'the position %j is refused',
  async (after) => {
    const { owner } = await makeWorkspace(db);
    expect(await codeOf(readLog(owner, { after }))).toBe('invalid_input');
  },
);
