import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Batch, Countersign } from '@countersign/sdk';
import { type Behaviour, type ModelCallSeen, type ModelServer, startModelServer } from '@countersign/server/testing/model-server';
import { stringify } from 'csv-stringify/sync';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fromFacts, generatedCatalogue } from '../../bench/src/catalogue/make-catalogue.ts';
import { findDataFolder, readDataSet } from '../../bench/src/catalogue/read-data.ts';
import { type Command, startCommand } from '../src/command.ts';
import { freePort } from '../src/free-port.ts';
import { type Installation, scratchFolder, startInstallation } from '../src/installation.ts';

const data = findDataFolder();
const products = data ? readDataSet(data, 'catalogue_10k').map(fromFacts) : generatedCatalogue(10_000);
const ownerKey = 'cs_personal_e2e-drafting-owner-key';
const concurrency = 64;
const { folder, remove } = scratchFolder();

/** The same fate for a row at every run: two of a hundred meet an error at their first call. */
const fateOf = (sku: string): number => createHash('sha256').update(sku).digest().readUInt16BE(0) % 400;

/** Drafts that a row was given, as the model counts them: what did not fit, or failed, is none. */
const drafts = new Map<string, number>();
const metTrouble = new Set<string>();

function behave({ name, number }: ModelCallSeen): Behaviour {
  const fate = fateOf(name);
  if (fate < 8 && !metTrouble.has(name)) {
    metTrouble.add(name);
    if (fate < 3) return { status: 500 };
    if (fate < 5) return { say: '{"description": "A text that breaks off' };
    if (fate < 6) return { say: { wrong: 'member' } };
    if (fate < 7) return { status: 503 };
    return { status: 429, headers: { 'retry-after-ms': '50' } };
  }
  drafts.set(name, (drafts.get(name) ?? 0) + 1);
  return { say: { description: `Draft ${number} about ${name}.` }, afterMs: 5 };
}

let model: ModelServer;
let port: number;
let installation: Installation;
let batch: Batch;
let exported: Record<string, unknown>[];
let killedAt = 0;

const environment = {
  COUNTERSIGN_OWNER_EMAIL: 'owner@example.com',
  COUNTERSIGN_OWNER_PASSWORD: 'correct horse battery',
  COUNTERSIGN_OWNER_KEY: ownerKey,
};
const begin = () => startInstallation(['--port', String(port)], { cwd: folder, env: environment });
const open = () => new Countersign({ url: installation.url, key: ownerKey });

async function run(...args: string[]): Promise<Command> {
  const command = startCommand(['--json', ...args], { cwd: folder, env: { COUNTERSIGN_URL: installation.url, COUNTERSIGN_KEY: ownerKey } });
  const code = await command.ended;
  if (code !== 0 && code !== 2) throw new Error(`countersign ${args.join(' ')} ended with ${code}: ${command.stderr()}`);
  return command;
}

function writeRows(): void {
  const rows = products.map(({ key, input }) => ({ sku: key, title: input.title, facts: JSON.stringify(input.facts) }));
  writeFileSync(path.join(folder, 'products.csv'), stringify(rows, { header: true }));
  writeFileSync(path.join(folder, 'prompt.txt'), 'Describe {"sku": "{{ input.sku }}"} {{ input.title }} from {{ input.facts }}');
}

const outputSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['description'],
  properties: { description: { type: 'string', minLength: 5 } },
};

/** A part is decided as people do: most are approved, some edited, some rejected, some sent back. */
async function reviewSome(client: Countersign): Promise<void> {
  let at = 0;
  for await (const item of client.items({ checkpoint: 'descriptions', state: 'waiting', order: 'oldest', limit: 200 })) {
    at += 1;
    if (at > 200) break;
    if (at % 20 === 0) await client.decide(item.id, { verdict: 'return', reasons: ['tone'], comment: 'Warmer, please.' });
    else if (at % 10 === 0) await client.decide(item.id, { verdict: 'reject' });
    else if (at % 5 === 0) await client.decide(item.id, { verdict: 'edit', output: { description: `Edited ${item.key}` } });
    else await client.decide(item.id, { verdict: 'approve' });
  }
}

async function until(client: Countersign, wanted: (batch: Batch) => boolean): Promise<Batch> {
  for (;;) {
    const now = await client.batches.get(batch.id);
    if (wanted(now)) return now;
    await sleep(50);
  }
}

beforeAll(async () => {
  model = await startModelServer({ behave });
  port = await freePort();
  installation = await begin();
  writeRows();
  await open()
    .checkpoint('descriptions')
    .put({ title: 'Descriptions', undoSeconds: 0, reasons: [{ code: 'tone', label: 'Wrong tone' }], outputSchema } as never);
  await run('providers', 'add', 'shop', '--address', model.url, '--concurrency', String(concurrency), '--price', 'test-model=0.50USD/2USD');
  const drafting = await run(
    'draft',
    'products.csv',
    '--checkpoint',
    'descriptions',
    '--provider',
    'shop',
    '--model',
    'test-model',
    '--prompt',
    'prompt.txt',
  );
  batch = JSON.parse(drafting.stdout());

  await until(open(), ({ progress }) => progress.drafted > 3_000);
  installation.command.kill('SIGKILL');
  await installation.command.ended;
  killedAt = drafts.size;
  installation = await begin();

  await run('batches', batch.id, '--wait');
  await reviewSome(open());
  // What was sent back is drafted again, and waits again.
  await until(open(), ({ counts }) => !counts.ready && !counts.drafting && !counts.moving && !counts.returned);
  await run('batches', batch.id, '--export', 'done.jsonl');
  batch = await open().batches.get(batch.id);
  exported = readFileSync(path.join(folder, 'done.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}, 900_000);

afterAll(async () => {
  await installation?.stop();
  await model?.stop();
  remove();
});

it('[I10] every row is accounted for, in the order of the file', () => {
  expect(exported.map(({ key }) => key)).toEqual(products.map(({ key }) => key));
  expect(exported.filter(({ state }) => !['waiting', 'delivered', 'ended'].includes(state as string))).toEqual([]);
});

it('no row is drafted twice by the count of the model, but those whose call the kill cut off, and they are counted', async () => {
  expect(killedAt).toBeGreaterThan(2_900);
  expect(killedAt).toBeLessThan(products.length);
  const doubtful = new Set<string>();
  const returned = new Set<string>();
  for await (const run of open().batches.runs(batch.id)) {
    if (run.isDoubtful) doubtful.add(run.key as string);
    if (run.itemId === null) throw new Error(`${run.key} has no item`);
  }
  for (const { messages } of model.calls.filter(({ messages: all }) => all.at(-1)?.content.includes('sent back')))
    returned.add(/"sku": "([^"]+)"/.exec(messages.at(-1)?.content ?? '')?.[1] as string);
  const twice = [...drafts].filter(([, count]) => count > 1).map(([sku]) => sku);
  expect(twice.filter((sku) => !doubtful.has(sku) && !returned.has(sku))).toEqual([]);
  expect(doubtful.size).toBe(batch.doubtful);
  // Of a call that was under way, or whose answer was on its way to the database.
  expect(batch.doubtful).toBeLessThanOrEqual(2 * concurrency);
  expect(drafts.size).toBe(products.length);
});

it('two of a hundred met an error and were drafted all the same', () => {
  expect(metTrouble.size).toBeGreaterThan(products.length * 0.01);
  expect(batch.counts.failed ?? 0).toBe(0);
});

it('[C5] what was decided leaves as it was decided, and what was sent back comes back drafted anew', () => {
  const count = (wanted: (row: Record<string, unknown>) => boolean) => exported.filter(wanted).length;
  expect(count(({ decision }) => decision === 'edited')).toBe(20);
  expect(count(({ decision, result }) => decision === 'edited' && /^Edited /.test((result as { description: string }).description))).toBe(
    20,
  );
  expect(count(({ decision, state }) => decision === 'rejected' && state === 'ended')).toBe(10);
  expect(count(({ decision }) => decision === 'approved')).toBe(160);
  expect(model.calls.filter(({ messages }) => messages.at(-1)?.content.includes('Warmer, please.'))).toHaveLength(10);
});

it('the model was never asked more at once than the provider allows, and what it took is counted', () => {
  expect(model.mostAtOnce).toBeLessThanOrEqual(concurrency);
  expect(batch.tokensOut).toBeGreaterThan(products.length * 5);
  expect(batch.cost).toMatchObject({ currency: 'USD', micros: expect.any(Number) });
});
