import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bench, tell } from '../bench.ts';
import { inTurn } from '../in-turn.ts';
import { endProcess, firstMessage, openInstallation } from '../installation.ts';
import { describeMachine } from '../machine.ts';
import { figure, minMedianMax } from '../report.ts';
import { ratios, spread } from '../statistics.ts';

const concurrency = 64;
const callMs = 50;
const outputSchema = { type: 'object', required: ['description'], properties: { description: { type: 'string', minLength: 5 } } };

/** The model runs in a process of its own, as it does in life: it takes nothing from whoever calls it but the machine. */
async function openModel(): Promise<{ url: string } & AsyncDisposable> {
  const child = fork(join(import.meta.dirname, '../model-process.ts'), [String(callMs)]);
  const { url } = await firstMessage<{ url: string }>(child);
  return { url, [Symbol.asyncDispose]: () => endProcess(child) };
}

const prompt = (row: number) => `Describe this product: {"sku":"p-${row}","name":"Product ${row}","weight":"${row} g"}`;

/** What anybody would write who has no reason to keep anything: ask, read, forget. */
async function bareLoop(url: string, rows: number): Promise<number> {
  const startedAt = performance.now();
  let next = 0;
  const lane = async () => {
    for (let row = ++next; row <= rows; row = ++next) {
      const answer = await fetch(`${url}/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'test-model',
          messages: [{ role: 'user', content: prompt(row) }],
          response_format: { type: 'json_schema', json_schema: { name: 'output', schema: outputSchema } },
        }),
      });
      const body = (await answer.json()) as { choices: { message: { content: string } }[] };
      JSON.parse(body.choices[0]?.message.content ?? '');
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
  return rows / ((performance.now() - startedAt) / 1000);
}

export const bench: Bench = {
  name: 'drafting',
  async run({ quick, rounds = quick ? 1 : 3 }) {
    const rows = quick ? 2_000 : 10_000;
    await using model = await openModel();
    await using installation = await openInstallation();
    const { database, server } = installation;
    const { client } = server;
    const machine = await describeMachine(database.connection);
    await client.providers.put('bench', { kind: 'openai-compatible', address: model.url, concurrency });
    const file = ['sku,name,weight', ...Array.from({ length: rows }, (_, at) => `p-${at + 1},Product ${at + 1},${at + 1} g`)].join('\n');
    const prepared: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await client.checkpoint(`texts-${round}`).put({ title: 'Texts', outputSchema } as never);
      const { id } = await client.batches.upload(file, { name: 'rows.csv' });
      await client.batches.set(id, {
        checkpoint: `texts-${round}`,
        draft: { provider: 'bench', model: 'test-model', prompt: 'Describe this product: {{ input | json }}' },
      });
      prepared.push(id);
    }
    const draftBatch = async (round: number): Promise<number> => {
      const id = prepared[round] as string;
      const startedAt = performance.now();
      await client.batches.start(id);
      for (;;) {
        const { counts } = await client.batches.get(id);
        if (counts.waiting === rows) return rows / ((performance.now() - startedAt) / 1000);
        if (counts.failed) throw new Error(`${counts.failed} rows failed.`);
        await sleep(100);
      }
    };
    const turns = await inTurn({
      rounds,
      sides: { bare: () => bareLoop(model.url, rows), batch: draftBatch },
      onRound: (name, round, rate) => tell(`round ${round + 1}, ${name}: ${figure(rate)} rows/s`),
    });
    return {
      title: 'Drafting: ten thousand rows through a model',
      aim: '0.8 of the rows a second of a bare loop with the same concurrency.',
      machine,
      tables: [
        {
          columns: ['rows/s', 'min', 'median', 'max'],
          rows: [
            ['a bare loop of `fetch` that keeps nothing', ...minMedianMax(spread(turns.bare))],
            ['a batch: prompt, recorded call, checked output, item at its checkpoint', ...minMedianMax(spread(turns.batch))],
            ['ratio', ...minMedianMax(spread(ratios(turns.batch, turns.bare)))],
          ],
        },
      ],
      notes: [
        `${figure(rows)} rows a round, ${callMs} ms a call, concurrency ${concurrency}. Model, bench and Countersign are processes of their own on one machine, and share its processors with PostgreSQL.`,
        'The bare loop asks for the same answers in the same schema and throws them away. The batch has each call durable before it is made, and each result with its item.',
      ],
    };
  },
};
