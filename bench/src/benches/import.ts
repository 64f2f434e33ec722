import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Bench, tell } from '../bench.ts';
import { settle } from '../fill.ts';
import { inTurn } from '../in-turn.ts';
import { openInstallation, ownerKey } from '../installation.ts';
import { makeItems } from '../load/make-items.ts';
import { describeMachine } from '../machine.ts';
import { putCheckpoint } from '../people.ts';
import { figure, minMedianMax, type Table } from '../report.ts';
import { queryAgain, withClient } from '../sql.ts';
import { ratios, spread } from '../statistics.ts';

const copied = ['items', 'item_contents', 'revisions', 'waiting', 'log_entries'] as const;
const generated: Partial<Record<(typeof copied)[number], string[]>> = { log_entries: ['tx', 'id'] };

/** What one import left behind, as COPY texts by table. Reading it belongs to the preparation. */
async function takeCopyTexts(client: pg.Client): Promise<Map<string, { columns: string; rows: string[] }>> {
  const texts = new Map<string, { columns: string; rows: string[] }>();
  for (const table of copied) {
    const { rows } = await client.query(
      `select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
      [table],
    );
    const columns = rows.map(({ attname }) => attname as string).filter((name) => !generated[table]?.includes(name));
    const lines: string[] = [];
    const stream = client.query(
      copyTo(
        `copy (select ${columns.join(', ')} from ${table}${table === 'log_entries' ? ` where kind = 'item.submitted'` : ''}) to stdout`,
      ),
    );
    let rest = '';
    stream.on('data', (chunk: Buffer) => {
      const parts = (rest + chunk.toString('utf8')).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
    });
    await finished(stream);
    texts.set(table, { columns: columns.join(', '), rows: lines });
  }
  return texts;
}

async function copyTable(client: pg.Client, table: string, columns: string, rows: string[]): Promise<void> {
  const stream = client.query(copyFrom(`copy ${table} (${columns}) from stdin`));
  stream.end(`${rows.join('\n')}\n`);
  await finished(stream);
}

const batch = 500;

/** The same durability as the import: a transaction for every 500 items, all five tables in it. */
async function copyInBatches(client: pg.Client, texts: Map<string, { columns: string; rows: string[] }>, count: number): Promise<void> {
  for (let start = 0; start < count; start += batch) {
    await client.query('begin');
    for (const [table, { columns, rows }] of texts) await copyTable(client, table, columns, rows.slice(start, start + batch));
    await client.query('commit');
  }
}

const clear = async (client: pg.Client): Promise<void> => {
  await client.query('alter table log_entries disable trigger log_entries_are_append_only');
  await queryAgain(client, `truncate ${copied.join(', ')}`);
  await client.query('alter table log_entries enable trigger log_entries_are_append_only');
  await settle(client);
};

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1000;
}

export const bench: Bench = {
  name: 'import',
  async run({ quick, rounds }) {
    await using installation = await openInstallation({ hasWorker: false });
    const { database, server } = installation;
    const machine = await describeMachine(database.connection);
    await putCheckpoint(server.client, 'texts', 600);
    const rows: string[][] = [];
    await withClient(database.connection, async (client) => {
      for (const [count, times] of quick
        ? ([[2_000, 1]] as const)
        : ([
            [10_000, 5],
            [100_000, 3],
          ] as const)) {
        const body = Buffer.from([...makeItems(count)].map((item) => `${JSON.stringify(item)}\n`).join(''));
        const post = async () => {
          const response = await fetch(`${server.url}/v1/checkpoints/texts/items/import`, {
            method: 'POST',
            headers: { authorization: `Bearer ${ownerKey}`, 'content-type': 'application/x-ndjson' },
            body,
          });
          const { accepted } = (await response.json()) as { accepted: number };
          if (accepted !== count) throw new Error(`Only ${accepted} of ${count} lines were accepted.`);
        };
        await clear(client);
        await post();
        const texts = await takeCopyTexts(client);
        const seconds = await inTurn({
          rounds: rounds ?? times,
          sides: {
            http: () => clear(client).then(() => timed(post)),
            batches: () => clear(client).then(() => timed(() => copyInBatches(client, texts, count))),
            whole: () =>
              clear(client).then(() =>
                timed(async () => {
                  await client.query('begin');
                  for (const [table, { columns, rows: lines }] of texts) await copyTable(client, table, columns, lines);
                  await client.query('commit');
                }),
              ),
          },
          onRound: (name, round, took) => tell(`${figure(count)} rows, round ${round + 1}, ${name}: ${figure(count / took)} rows a second`),
        });
        const rate = (name: keyof typeof seconds) => seconds[name].map((took) => count / took);
        rows.push(
          [`${figure(count)} through HTTP, rows/s`, ...minMedianMax(spread(rate('http')))],
          [`${figure(count)} COPY, 500 a transaction, rows/s`, ...minMedianMax(spread(rate('batches')))],
          [`${figure(count)} COPY, one transaction, rows/s`, ...minMedianMax(spread(rate('whole')))],
          [`**HTTP / COPY of 500**`, ...minMedianMax(spread(ratios(rate('http'), rate('batches'))))],
          [`HTTP / COPY of all`, ...minMedianMax(spread(ratios(rate('http'), rate('whole'))))],
        );
      }
    });
    const table: Table = { columns: ['', 'min', 'median', 'max'], rows };
    return {
      title: 'Bulk import',
      aim: 'at least half of COPY of the same rows into the same five tables, with as many rows a transaction.',
      machine,
      tables: [table],
      notes: [
        'One request with NDJSON of about 1.4 KB a line: parsed, checked, hashed and written in durable batches of 500.',
        'COPY gets finished rows (ids, hashes and labels made beforehand) on one connection, all indexes in place.',
      ],
    };
  },
};
