import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event, ExportedItem } from '@countersign/contract';
import { Countersign } from '@countersign/sdk';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, openVisitor, ReviewDesk } from '../src/browser.ts';
import { buildConsole } from '../src/build-console.ts';
import { type Command, startCommand } from '../src/command.ts';
import { freePort } from '../src/free-port.ts';
import { scratchFolder } from '../src/installation.ts';
import { descendantsOf, killAll } from '../src/processes.ts';

const { folder, remove } = scratchFolder();
const shop = new URL('../../packages/cli/sample-shop/items.jsonl', import.meta.url);
const password = 'correct horse battery';
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
let countersign: Command;
let browser: Browser;

/** Types the command and waits until it says that it runs. */
async function start(): Promise<string> {
  countersign = startCommand(['start', '--demo', '--port', String(port)], { cwd: folder });
  while (!countersign.stdout().includes('Ctrl+C')) {
    if (countersign.hasEnded()) throw new Error(countersign.stderr());
    await sleep(20);
  }
  return countersign.stdout();
}

beforeAll(async () => {
  buildConsole();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  countersign?.kill('SIGINT');
  await countersign?.ended;
  remove();
});

test('[I5] [I8] [I10] a newcomer goes from an empty folder to released work, with everything killed in the middle', async () => {
  const link = /http:\/\/\S+\/welcome#\S+/.exec(await start())?.[0] as string;
  const { key } = JSON.parse(readFileSync(path.join(folder, '.countersign/client.json'), 'utf8'));
  const program = new Countersign({ url, key });
  const visitor = await openVisitor(browser, { url, expectsFailures: true });
  const { page } = visitor;
  const desk = new ReviewDesk(page);

  await page.goto(link);
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Password').first().fill(password);
  await page.getByRole('button', { name: 'Create my account' }).click();
  await page.getByRole('heading', { name: '72 items wait for a person' }).waitFor();
  await page.getByRole('link', { name: 'Review 72 waiting' }).click();

  const approved = await desk.itemId();
  const first = await program.item(approved);
  const line = readFileSync(shop, 'utf8')
    .split('\n')
    .find((text) => text.includes(`"key":"${first.key}"`)) as string;
  const answer = program.checkpoint('product-descriptions').review(JSON.parse(line));

  const edited = await desk.approve();
  await desk.write(' Made to last.');
  await desk.decision.getByRole('button', { name: 'Approve with edits' }).waitFor();
  const rejected = await desk.approve('Control+Enter');
  await page.keyboard.press('r');
  await page.getByRole('dialog', { name: 'Why is it rejected?' }).waitFor();
  const returned = await desk.press('1');
  await page.keyboard.press('b');
  await page.getByRole('dialog', { name: 'What should be done again?' }).getByLabel('Note (optional)').fill('Shorter, please.');
  const skipped = await desk.press('Control+Enter');
  const undone = await desk.press('s');
  await desk.approve();
  expect(await desk.press('u')).toBe(undone);
  const interrupted = await desk.approve();

  const saved = page.waitForResponse((response) => response.url().endsWith(`/v1/items/${interrupted}/draft`) && response.ok());
  await desk.write(' Kept by the server.');
  await saved;
  await page.keyboard.type(' Kept by the browser.');
  const family = descendantsOf(countersign.pid);
  countersign.kill('SIGKILL');
  killAll(family);
  await countersign.ended;
  await start();

  const elsewhere = await openVisitor(browser, { url, expectsFailures: true });
  await elsewhere.page.goto(`/items/${interrupted}/review`);
  await elsewhere.page.getByLabel('E-mail').fill('ada@example.com');
  await elsewhere.page.getByLabel('Password').first().fill(password);
  await elsewhere.page.getByRole('button', { name: 'Sign in' }).click();
  const other = new ReviewDesk(elsewhere.page);
  expect(await other.itemId()).toBe(interrupted);
  await expect.poll(() => other.description.textContent()).toMatch(/ Kept by the server\.$/);
  await elsewhere.context.close();

  await page.goto(`/items/${interrupted}/review`);
  expect(await desk.itemId()).toBe(interrupted);
  await expect.poll(() => desk.description.textContent()).toMatch(/ Kept by the server\. Kept by the browser\.$/);
  await desk.approveLast('Control+Enter', page.getByRole('heading', { name: 'History' }));

  const checkpoint = program.checkpoint('product-descriptions');
  await expect
    .poll(async () => (await checkpoint.get()).counts, { timeout: 40_000 })
    .toMatchObject({ decided: 0, released: 4, rejected: 1, returned: 1, waiting: 66 });
  expect(await answer).toMatchObject({ approved: true, edited: false, output: first.output, decision: { by: { name: 'Ada' } } });

  const released: ExportedItem[] = [];
  for await (const item of checkpoint.export({ state: 'released' })) released.push(item as ExportedItem);
  expect(released.map(({ id }) => id).sort()).toEqual([approved, edited, undone, interrupted].sort());
  const textOf = (id: string) => JSON.stringify(released.find((item) => item.id === id)?.output);
  expect(textOf(edited)).toContain(' Made to last."');
  expect(textOf(interrupted)).toContain(' Kept by the server. Kept by the browser."');
  const csv = await (await page.request.get('/v1/checkpoints/product-descriptions/export?format=csv&state=released')).text();
  for (const item of released) expect(csv).toContain(item.key);
  for (const id of [rejected, returned, skipped]) expect(csv).not.toContain((await program.item(id)).key);

  const events: Event[] = [];
  for await (const event of program.events({ lastEventId: '0-0', signal: AbortSignal.timeout(20_000) })) {
    events.push(event);
    if (events.filter(({ kind }) => /^item\.(released|rejected|returned)$/.test(kind)).length === 6) break;
  }
  const kinds = Map.groupBy(events, ({ kind }) => kind);
  const count = (kind: Event['kind']) => kinds.get(kind)?.length ?? 0;
  expect(count('item.submitted')).toBe(72);
  expect(count('item.decided')).toBe(7);
  expect(count('item.undone')).toBe(1);
  expect(count('item.skipped')).toBe(1);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(visitor.troubles).toEqual([]);
});
