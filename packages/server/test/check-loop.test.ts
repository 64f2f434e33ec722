import { newId } from '@countersign/engine';
import { cloneTemplate } from '@countersign/engine/testing';
import { afterAll, expect, test } from 'vitest';
import { startCheckLoop } from '../src/jobs/check-loop.ts';
import { silent, startTestApp } from '../src/testing/index.ts';

const { db, drop } = await cloneTemplate();
const app = await startTestApp(db);
afterAll(async () => {
  await app.stop();
  await drop();
});
const { reviewer, service, checkpoint } = await app.team();

const submit = async (name: string, output: unknown) =>
  (await (await service.call('POST', `/v1/checkpoints/${name}/items`, { key: newId('item'), input: {}, output })).json()).id;

test('the worker checks what comes, and the counts show in lists and claims', async () => {
  await checkpoint('texts', { brandRules: { banned: [{ phrase: 'wrong', level: 'error' }] } });
  const loop = startCheckLoop({ db, checker: app.parts.checks, logger: silent });
  const id = await submit('texts', { text: 'this is wrong' });
  const flagsOf = async () => (await (await reviewer.call('GET', `/v1/items/${id}`)).json()).flags;
  await expect.poll(flagsOf, { timeout: 60_000 }).toEqual({ error: 1, warning: 0, info: 0 });
  await checkpoint('texts', { brandRules: { banned: [{ phrase: 'this' }, { phrase: 'is' }] } });
  await expect.poll(flagsOf, { timeout: 60_000 }).toEqual({ error: 0, warning: 2, info: 0 });
  const { items } = await (await reviewer.call('GET', '/v1/items')).json();
  const { claims } = await (await reviewer.call('POST', '/v1/claims', {})).json();
  expect([items[0].flags, claims[0].item.flags]).toEqual([await flagsOf(), await flagsOf()]);
  await loop.stop();
  const later = await submit('texts', { text: 'this' });
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await (await reviewer.call('GET', `/v1/items/${later}`)).json()).flags).toBeNull();
});
