import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Item, ItemHistory, ItemPage } from '@countersign/contract';
import { Countersign } from '@countersign/sdk';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, ReviewDesk } from '../src/browser.ts';
import { buildConsole } from '../src/build-console.ts';
import { type Installation, scratchFolder, startInstallation } from '../src/installation.ts';
import { ada, ben, makeTeam, signIn, type Team } from '../src/team.ts';

const shop = 'product-descriptions';
const { folder, remove } = scratchFolder();
let browser: Browser;
let site: Installation;
let team: Team;
let program: Countersign;

beforeAll(async () => {
  buildConsole();
  browser = await openBrowser();
  site = await startInstallation(['--demo', '--port', '0'], { cwd: folder });
  team = await makeTeam(site);
  const { key } = JSON.parse(readFileSync(path.join(folder, '.countersign/client.json'), 'utf8'));
  program = new Countersign({ url: site.url, key });
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
  remove();
});

test('a session that ends in the middle of an edit loses nothing', async () => {
  const cookie = await signIn(site.url, ben);
  const { page, context, troubles } = await team.visit(browser, cookie, { expectsFailures: true });
  const desk = new ReviewDesk(page);
  const id = await desk.open(shop);
  // The page learns of the end by its next answer; here by none before the words are typed.
  const typed = Promise.withResolvers<void>();
  await context.route('**/v1/**', (route) => typed.promise.then(() => route.continue()));
  const ended = await fetch(`${site.url}/v1/auth/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: site.url, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(ended.status).toBe(200);
  await desk.write(' Typed while signed out.');
  typed.resolve();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.waitFor();
  await dialog.getByLabel('Password').first().fill(ben.password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect(await desk.description.textContent()).toMatch(/ Typed while signed out\.$/);
  await desk.approve('Control+Enter');
  await expect.poll(async () => (await program.item(id)).decision?.outcome).toBe('edited');
  expect(JSON.stringify((await program.item(id)).output)).toContain(' Typed while signed out."');
  expect(troubles).toEqual([]);
  await context.close();
});

test('[C1] two people on one queue never see the same item', async () => {
  const [first, second] = await Promise.all([team.visit(browser, team.ada), team.visit(browser, team.ben)]);
  const desks = [new ReviewDesk(first.page), new ReviewDesk(second.page)] as const;
  const seen: string[][] = await Promise.all(desks.map(async (desk) => [await desk.open(shop)]));
  for (let round = 0; round < 6; round++) await Promise.all(desks.map(async (desk, place) => void seen[place]?.push(await desk.approve())));
  const all = seen.flat();
  expect(all).toHaveLength(14);
  expect(new Set(all).size).toBe(14);
  const decided = await Promise.all(seen.flatMap((ids) => ids.slice(0, -1)).map((id) => program.item(id)));
  expect(decided.filter(({ decision }) => decision?.outcome === 'approved')).toHaveLength(12);
  expect([...first.troubles, ...second.troubles]).toEqual([]);
  await Promise.all([first.context.close(), second.context.close()]);
});

test('[I10] decisions made offline are sent once each, in order, when the connection is back', async () => {
  const { page, context, troubles } = await team.visit(browser, team.ada, { expectsFailures: true });
  const desk = new ReviewDesk(page);
  const ids = [await desk.open(shop)];
  await context.setOffline(true);
  for (let done = 0; done < 2; done++) ids.push(await desk.approve());
  await page.getByText('2 decisions are not sent yet.').waitFor();
  expect((await program.item(ids[0] as string)).decision).toBeNull();
  await page.reload().catch(() => undefined);
  await context.setOffline(false);
  await desk.open(shop);
  const decided = async () => (await Promise.all(ids.slice(0, 2).map((id) => program.item(id)))) as Item[];
  const outcomes = async () => (await decided()).map(({ decision }) => decision?.outcome);
  await expect.poll(outcomes, { timeout: 60_000, interval: 250 }).toEqual(['approved', 'approved']);
  const [first, second] = (await decided()).map(({ decision }) => decision?.at ?? '');
  expect(first && second && first < second, 'in the order in which they were made').toBe(true);
  const histories: ItemHistory[] = await Promise.all(ids.slice(0, 2).map((id) => program.history(id)));
  expect(histories.map(({ reviews }) => reviews.length)).toEqual([1, 1]);
  expect(troubles).toEqual([]);
  await context.close();
});

async function* manyItems(count: number) {
  for (let number = 0; number < count; number++) yield { key: `item-${number}`, input: { name: `Item ${number}` }, output: 'A text.' };
}

test('a list of 100,000 items opens page by page and keeps few rows in the document', { timeout: 180_000 }, async () => {
  const { page, context, troubles } = await team.visit(browser, team.ada);
  await page.request.put('/v1/checkpoints/many', { data: { title: 'Many' } });
  expect((await program.checkpoint('many').submitMany(manyItems(100_000))).accepted).toBe(100_000);
  const pages: ItemPage[] = [];
  page.on('response', async (response) => {
    if (new URL(response.url()).pathname === '/v1/items') pages.push((await response.json()) as ItemPage);
  });
  await page.goto('/items?checkpoint=many');
  await page.getByRole('link', { name: 'Item 99999', exact: true }).waitFor();
  expect(pages).toHaveLength(1);
  const table = page.getByRole('table', { name: 'Items' });
  let most = 0;
  for (let turn = 0; turn < 15; turn++) {
    await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
    await page.waitForTimeout(100);
    most = Math.max(most, await table.getByRole('row').count());
  }
  expect(pages.length).toBeGreaterThan(3);
  expect(Math.max(...pages.map(({ items }) => items.length))).toBeLessThanOrEqual(500);
  const loaded = pages.flatMap(({ items }) => items.map(({ id }) => id));
  expect(new Set(loaded).size).toBe(loaded.length);
  expect(loaded.length).toBeLessThan(20_000);
  expect(most).toBeLessThan(100);
  await page.getByRole('searchbox').fill('item-4242');
  await page.getByRole('link', { name: 'Item 4242', exact: true }).waitFor();
  expect(troubles).toEqual([]);
  await context.close();
});

test('the owner makes and revokes a key, and invites somebody', async () => {
  const { page, context, troubles } = await team.visit(browser, team.ada);
  await page.goto('/settings');
  await page.getByLabel('Name', { exact: true }).fill('nightly batch');
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByText('Copy the key now').waitFor();
  await page.getByRole('button', { name: 'Revoke nightly batch' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('button', { name: 'Revoke nightly batch' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Create invitation link' }).click();
  await page.getByText('Send this link').waitFor();
  await page.getByText(ada.email).first().waitFor();
  expect(troubles).toEqual([]);
  await context.close();
});
