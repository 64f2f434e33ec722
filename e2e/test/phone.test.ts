import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk } from '../src/browser.ts';
import { openTestSite, type TestSite } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const viewport = { width: 390, height: 780 };
const reasons = [{ code: 'wrong', label: 'Wrong fact' }];
const plain = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, input: { name: `Lamp ${index}` }, output: 'A text.' }));
const outcomeOf = async (id: string) => (await site.program.item(id)).decision?.outcome;

async function open(name: string) {
  const { page, context, troubles } = await site.visit('ada', { viewport, isPhone: true });
  const desk = new ReviewDesk(page);
  const id = await desk.open(name);
  return { page, context, troubles, desk, id, finger: await context.newCDPSession(page) };
}

/** Draws a finger over the draft, from the middle, without letting go. */
async function draw(finger: CDPSession, page: Page, dx: number): Promise<void> {
  const box = await page.getByRole('region', { name: 'Draft' }).getByRole('heading', { level: 1 }).boundingBox();
  const [x, y] = [viewport.width / 2, (box?.y ?? 200) + 4];
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  for (let step = 1; step <= 6; step++)
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: x + (dx * step) / 6, y: y + step }] });
}
async function letGo(finger: CDPSession): Promise<void> {
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await sleep(500); // a tap right behind a swipe only ends its swing
}

test('a swipe to the right asks before it approves; to the left it asks why', async () => {
  const ids = await site.prepare('swiped', { title: 'Swiped', reasons }, plain(3));
  const { page, context, troubles, desk, finger } = await open('swiped');
  const approve = page.getByRole('dialog', { name: 'Approve this item?' });
  await draw(finger, page, 60);
  await letGo(finger);
  expect(await approve.isVisible(), 'a short way does nothing').toBe(false);

  await draw(finger, page, 170);
  await letGo(finger);
  await approve.waitFor();
  expect(await outcomeOf(ids[0]!)).toBeUndefined();
  await approve.getByRole('button', { name: 'Cancel' }).click();
  await approve.waitFor({ state: 'detached' });
  expect(await desk.itemId()).toBe(ids[0]);

  await draw(finger, page, 170);
  await letGo(finger);
  await approve.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => desk.itemId()).toBe(ids[1]);
  await expect.poll(() => outcomeOf(ids[0]!)).toBe('approved');

  await draw(finger, page, -170);
  await letGo(finger);
  const why = page.getByRole('dialog', { name: 'Why is it rejected?' });
  await why.getByRole('checkbox', { name: 'Wrong fact' }).click();
  expect(await outcomeOf(ids[1]!)).toBeUndefined();
  await why.getByRole('button', { name: 'Reject' }).click();
  await expect.poll(() => desk.itemId()).toBe(ids[2]);
  await expect.poll(() => outcomeOf(ids[1]!)).toBe('rejected');
  expect(troubles).toEqual([]);
  await context.close();
});

test('everything that decides is within a thumb’s reach and large enough for it', async () => {
  await site.prepare('thumb', { title: 'Thumb', reasons }, plain(1));
  const { page, context, troubles, desk } = await open('thumb');
  for (const button of await desk.decision.getByRole('button').all()) {
    const box = await button.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
    expect(box?.y).toBeGreaterThan(viewport.height * 0.6);
  }
  expect(await page.locator('kbd:visible').count(), 'no keys where there is no keyboard').toBe(0);
  expect(troubles).toEqual([]);
  await context.close();
});

test('it can be installed, and starts without a network', async () => {
  const { page, context } = await site.visit('ada', { viewport, expectsFailures: true });
  await page.goto('/');
  const browser = await context.newCDPSession(page);
  const manifest = await browser.send('Page.getAppManifest');
  expect(manifest.errors).toEqual([]);
  const { name, display, icons, start_url } = JSON.parse(manifest.data ?? '{}');
  expect({ name, display, start_url }).toEqual({ name: 'Countersign', display: 'standalone', start_url: '/' });
  for (const { src, type } of icons as { src: string; type: string }[]) {
    const icon = await page.request.get(src);
    expect([src, icon.status(), icon.headers()['content-type']?.split(';')[0]]).toEqual([src, 200, type]);
  }
  const { installabilityErrors } = await browser.send('Page.getInstallabilityErrors');
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([]);
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
  await expect.poll(() => page.evaluate('Boolean(navigator.serviceWorker.controller)')).toBe(true);
  await context.setOffline(true);
  await page.reload();
  await page.getByRole('alert').first().waitFor();
  expect(await page.title()).toContain('Countersign');
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await context.close();
});
