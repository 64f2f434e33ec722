import { finished } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { type Bench, tell } from '../bench.ts';
import { fill, findCheckpointIds, settle } from '../fill.ts';
import { inTurn } from '../in-turn.ts';
import { openInstallation, ownerKey } from '../installation.ts';
import { describeMachine } from '../machine.ts';
import { putCheckpoint } from '../people.ts';
import { figure, minMedianMax } from '../report.ts';
import { withClient } from '../sql.ts';
import { ratios, spread } from '../statistics.ts';

interface Turn {
  firstByteMs: number;
  rate: number;
  bytes: number;
}

/** The same rows and fields as an export, as plain columns. */
const sameRows = `copy (
  select i.id, i.key, i.state, i.severity, i.confidence, i.model, k.input, v.output, i.output_hash, f.output, k.metadata, i.decision, i.created_at, i.released_at
  from items i join item_contents k on k.workspace_id = i.workspace_id and k.item_id = i.id
  join revisions v on v.workspace_id = i.workspace_id and v.item_id = i.id and v.number = i.revision
  join revisions f on f.workspace_id = i.workspace_id and f.item_id = i.id and f.number = 1
  order by i.id) to stdout`;

async function measure(count: number, open: () => Promise<AsyncIterable<Uint8Array>>): Promise<Turn> {
  const startedAt = performance.now();
  let firstByteMs = Number.NaN;
  let bytes = 0;
  for await (const chunk of await open()) {
    if (bytes === 0) firstByteMs = performance.now() - startedAt;
    bytes += chunk.byteLength;
  }
  return { firstByteMs, bytes, rate: (count * 1000) / (performance.now() - startedAt) };
}

export const bench: Bench = {
  name: 'export',
  async run({ quick, rounds = quick ? 1 : 5, profile }) {
    const count = quick ? 5_000 : 100_000;
    await using installation = await openInstallation({ profile });
    const { database, server } = installation;
    const machine = await describeMachine(database.connection);
    await putCheckpoint(server.client, 'texts', 600);
    return await withClient(database.connection, async (client) => {
      await fill(client, { ...(await findCheckpointIds(client, 'texts')), from: 1, count });
      await settle(client);
      const request = (format: string) => async () => {
        const response = await fetch(`${server.url}/v1/checkpoints/texts/export?format=${format}`, {
          headers: { authorization: `Bearer ${ownerKey}` },
        });
        if (!response.ok || !response.body) throw new Error(`The export was answered with ${response.status}.`);
        return response.body as unknown as AsyncIterable<Uint8Array>;
      };
      const copy = async () => {
        const stream = client.query(copyTo(sameRows));
        finished(stream).catch(() => undefined); // the loop over the stream reports it
        return stream as AsyncIterable<Uint8Array>;
      };
      const turns = await inTurn({
        rounds,
        sides: {
          jsonl: () => measure(count, request('jsonl')),
          csv: () => measure(count, request('csv')),
          copy: () => measure(count, copy),
        },
        onRound: (name, round, turn) =>
          tell(`round ${round + 1}, ${name}: ${figure(turn.rate)} rows a second, first byte after ${figure(turn.firstByteMs)} ms`),
      });
      const rate = (name: keyof typeof turns) => turns[name].map((turn) => turn.rate);
      return {
        title: `Export of ${figure(count)} items`,
        aim: 'first byte within 1 s; at least 0.3 of the throughput of a raw `copy (select ...) to stdout` of the same rows.',
        machine,
        tables: [
          {
            columns: ['', 'min', 'median', 'max'],
            rows: [
              ['JSONL, first byte, ms', ...minMedianMax(spread(turns.jsonl.map(({ firstByteMs }) => firstByteMs)))],
              ['JSONL, rows/s', ...minMedianMax(spread(rate('jsonl')))],
              ['CSV, rows/s', ...minMedianMax(spread(rate('csv')))],
              ['raw copy, rows/s', ...minMedianMax(spread(rate('copy')))],
              ['**JSONL / raw copy**', ...minMedianMax(spread(ratios(rate('jsonl'), rate('copy'))))],
              ['CSV / raw copy', ...minMedianMax(spread(ratios(rate('csv'), rate('copy'))))],
            ],
          },
        ],
        notes: [
          `The JSONL has ${figure((turns.jsonl[0] as Turn).bytes / 1e6)} MB, the raw copy ${figure((turns.copy[0] as Turn).bytes / 1e6)} MB.`,
          'The export reads pages of 250 items, each in a statement of its own, so that it never holds a snapshot; the raw copy is one statement and holds one.',
        ],
      };
    });
  },
};
