import {
  createWorkspace,
  type Database,
  findExamples,
  keepCorrections,
  migrate,
  newId,
  openDatabase,
  putCheckpoint,
} from '@countersign/engine';
import type pg from 'pg';
import { type Bench, tell } from '../bench.ts';
import { settle } from '../fill.ts';
import { inTurn } from '../in-turn.ts';
import { openBenchDatabase } from '../installation.ts';
import { describeMachine } from '../machine.ts';
import { figure, minMedianMax } from '../report.ts';
import { withClient } from '../sql.ts';
import { percentile, ratios, spread } from '../statistics.ts';

const numbers = 'generate_series(1, $3::bigint) n';
const id = `'item_' || lpad(n::text, 26, '0')`;
// Words as languages have them: few that are everywhere, very many that are rare.
const text = `(select string_agg('w' || floor(power(random(), 3) * 20000)::integer, ' ') from generate_series(1, 40) where n > 0)`;

/** Released items, every third edited, without what is not read here. */
const statements = [
  `insert into items (workspace_id, id, checkpoint_id, key, label, state, severity, content_hash, output_hash, decision, released_at)
    select $1, ${id}, $2, 'k' || n, 'Item ' || n, 'released', 'medium', 'x', 'x', jsonb_build_object('id', 'review_' || n,
      'outcome', case when n % 3 = 0 then 'edited' else 'approved' end, 'at', to_char(now() - n * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')),
      now() - n * interval '1 minute' from ${numbers}`,
  `insert into item_contents (workspace_id, item_id, input, metadata) select $1, ${id}, json_build_object('text', ${text}), '{}'
    from ${numbers}, (select $2::text) checkpoint`,
  `insert into revisions (workspace_id, item_id, number, output, output_hash, author)
    select $1, ${id}, 1, '{"text": "x"}', 'x', '{"kind": "system", "id": "bench"}' from ${numbers}, (select $2::text) checkpoint`,
];

async function makeShop(db: Database, client: pg.Client, count: number) {
  const { id: workspaceId } = await createWorkspace(db, { name: 'Bench' });
  const owner = { db, workspaceId, actor: { kind: 'person' as const, id: newId('person') }, role: 'owner' as const };
  const { checkpoint } = await putCheckpoint({ ctx: owner, name: 'texts', input: { title: 'Texts' } });
  for (const statement of statements) await client.query(statement, [workspaceId, checkpoint.id, count]);
  await settle(client);
  return owner;
}

const likeIt = `select c.item_id from corrections c where c.workspace_id = $1 and c.checkpoint_id = (select id from checkpoints where workspace_id = $1 and name = 'texts')
  order by similarity(c.text, $2) desc limit 5`;

export const bench: Bench = {
  name: 'examples',
  async run({ quick, rounds = quick ? 1 : 3 }) {
    const count = quick ? 5_000 : 100_000;
    const perRound = quick ? 5 : 30;
    await using database = await openBenchDatabase();
    const machine = await describeMachine(database.connection);
    await migrate({ connection: database.connection });
    const db = openDatabase(database.connection, { max: 4 });
    try {
      return await withClient(database.connection, async (client) => {
        const ctx = await makeShop(db, client, count);
        const startedAt = performance.now();
        while (!(await keepCorrections(db)).isDone);
        const keptIn = (performance.now() - startedAt) / 1000;
        tell(`${figure(count)} corrections kept in ${figure(keptIn)} s`);
        await client.query('vacuum (analyze) corrections');
        const { rows: inputs } = await client.query('select input from item_contents where workspace_id = $1 order by random() limit 100', [
          ctx.workspaceId,
        ]);
        const all: number[] = [];
        const timed = async (find: (input: string) => Promise<unknown>, times: number) => {
          const took: number[] = [];
          for (let n = 0; n < times; n += 1) {
            const at = performance.now();
            await find(JSON.stringify(inputs[Math.floor(Math.random() * inputs.length)].input));
            took.push(performance.now() - at);
          }
          return took;
        };
        const turns = await inTurn({
          rounds,
          sides: {
            examples: async () => {
              const took = await timed((input) => findExamples({ ctx, checkpoint: 'texts', query: { input, k: 5 } }), perRound);
              all.push(...took);
              return percentile(took, 0.5);
            },
            'every text compared': async () =>
              percentile(await timed((input) => client.query(likeIt, [ctx.workspaceId, input]), quick ? 1 : 3), 0.5),
          },
          onRound: (name, round, ms) => tell(`round ${round + 1}, ${name}: ${figure(ms)} ms`),
        });
        const whole = turns['every text compared'];
        return {
          title: `The 5 best examples among ${figure(count)} corrections`,
          aim: 'p50 within 50 ms, so that a prompt never waits for them.',
          machine,
          tables: [
            {
              columns: ['', 'min', 'median', 'max'],
              rows: [
                ['examples, p50 of a round, ms', ...minMedianMax(spread(turns.examples))],
                ['every text compared by its letters, ms', ...minMedianMax(spread(whole))],
                ['**examples / every text**', ...minMedianMax(spread(ratios(turns.examples, whole)))],
              ],
            },
          ],
          notes: [
            `p95 of all questions: ${figure(percentile(all, 0.95))} ms. Keeping the corrections took ${figure(keptIn)} s, ${figure(count / keptIn)} a second, once and beside other work.`,
          ],
        };
      });
    } finally {
      await db.pool.end();
    }
  },
};
