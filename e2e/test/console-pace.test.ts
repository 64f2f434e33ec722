import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk } from '../src/browser.ts';
import { openTestSite, type TestSite } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const texts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    key: `text-${index}`,
    input: { number: index },
    output: `This is text number ${index}.`,
  }));

async function open(name: string, count = 8) {
  const ids = await site.prepare(name, { title: name, undoSeconds: 60 }, texts(count));
  const { page, context, troubles } = await site.visit('ada', { expectsFailures: true });
  const desk = new ReviewDesk(page);
  expect(await desk.open(name)).toBe(ids[0]);
  return { ids, page, context, troubles, desk, text: page.getByRole('textbox', { name: 'Draft' }) };
}

const outcomesOf = (ids: string[]) => Promise.all(ids.map(async (id) => (await site.program.item(id)).decision?.outcome ?? null));

/** The bench behind the one in hand has its editor, with the text of the next item. */
const isMadeReady = (page: Page, number: number) =>
  page.locator('[data-bench="away"] .cm-content', { hasText: `This is text number ${number}.` }).waitFor({ state: 'attached' });

test('the next item is there in the first frame after the key, before anything was asked of the server', async () => {
  const { ids, page, context, troubles } = await open('ready');
  for (let number = 1; number <= 3; number += 1) {
    await isMadeReady(page, number);
    await page.evaluate(`(() => {
      globalThis.seen = [];
      let calls = 0;
      const ask = fetch;
      globalThis.fetch = (...all) => { calls += 1; return ask(...all); };
      addEventListener('keydown', () => {
        calls = 0;
        requestAnimationFrame(() => {
          const bench = document.querySelector('[data-item]');
          const editor = bench.querySelector('.cm-content');
          seen.push({ item: bench.dataset.item, text: editor?.textContent, isVisible: editor?.checkVisibility(), calls });
          globalThis.fetch = ask;
        });
      }, { once: true, capture: true });
    })()`);
    await page.keyboard.press('a');
    await expect.poll(() => page.evaluate('seen.length')).toBe(1);
    expect(await page.evaluate('seen[0]')).toEqual({
      item: ids[number],
      text: `This is text number ${number}.`,
      isVisible: true,
      calls: 0,
    });
    await new ReviewDesk(page).itemId();
  }
  await expect.poll(() => outcomesOf(ids.slice(0, 4))).toEqual(['approved', 'approved', 'approved', null]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('what is made ready is out of sight and out of reach: no screen reader, no tab, no click, no late keystroke', async () => {
  const { page, context, troubles, desk, text } = await open('behind');
  await isMadeReady(page, 1);
  const devtools = await context.newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  const said = nodes.map(({ name, value }) => `${name?.value ?? ''} ${value?.value ?? ''}`).join('\n');
  expect(said).toContain('This is text number 0.');
  expect(said).not.toContain('This is text number 1.');
  await page.keyboard.press('Tab');
  for (let step = 0; step < 60; step += 1) {
    expect(await page.evaluate(`document.activeElement.closest('[data-bench="away"]') === null`)).toBe(true);
    await page.keyboard.press('Tab');
  }
  await text.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' Mine.');
  await desk.press('Control+Enter');
  await page.keyboard.type('zzz');
  expect(await text.textContent()).toBe('This is text number 1.');
  expect(troubles).toEqual([]);
  await context.close();
});

test('a key that is held down, or pressed again before the next item is seen, decides nothing unseen', async () => {
  const { ids, page, context, troubles, desk } = await open('held');
  await page.keyboard.down('a');
  for (let repeat = 0; repeat < 20; repeat += 1) await page.keyboard.down('a');
  await page.keyboard.up('a');
  expect(await desk.itemId()).toBe(ids[1]);
  await page.evaluate(`for (let press = 0; press < 5; press += 1)
    dispatchEvent(new KeyboardEvent('keydown', { key: 'a', code: 'KeyA', bubbles: true, cancelable: true }))`);
  await page.locator(`[data-item="${ids[2]}"][data-ready]`).waitFor();
  await expect.poll(() => outcomesOf(ids.slice(0, 4))).toEqual(['approved', 'approved', null, null]);
  expect(troubles).toEqual([]);
  await context.close();
});

/** Lets no request through to an address until it is told to. */
async function hold(page: Page, address: string): Promise<{ count: () => number; release: () => Promise<void> }> {
  const held: Route[] = [];
  let isOpen = false;
  await page.route(address, (route) => {
    if (isOpen) return route.continue();
    held.push(route);
  });
  return {
    count: () => held.length,
    async release() {
      isOpen = true;
      await Promise.all(held.map((route) => route.continue().catch(() => undefined))); // its page may have gone away
    },
  };
}

test('keys are ignored while a decision is being taken back', async () => {
  const { ids, page, context, troubles, desk } = await open('undoing');
  await desk.press('a');
  await expect.poll(() => outcomesOf(ids.slice(0, 1))).toEqual(['approved']);
  const undo = await hold(page, '**/undo');
  await page.keyboard.press('u');
  await expect.poll(undo.count).toBe(1);
  await page.getByText('Taking it back').waitFor();
  for (const key of ['a', 'r', 's', 'h', 'u']) await page.keyboard.press(key);
  expect(await page.locator('[data-item]').getAttribute('data-item')).toBe(ids[1]);
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(undo.count()).toBe(1);
  await undo.release();
  await page.locator(`[data-item="${ids[0]}"][data-ready]`).waitFor();
  expect(await outcomesOf(ids.slice(0, 2))).toEqual([null, null]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('while a decision is on its way no key makes it again; those after it wait for their turn', async () => {
  const { ids, page, context, troubles, desk } = await open('in-flight');
  const sent: string[] = [];
  page.on('request', (request) => {
    const item = /items\/(\w+)\/reviews$/.exec(request.url())?.[1];
    if (item) sent.push(item);
  });
  const reviews = await hold(page, '**/reviews');
  await desk.press('a');
  await expect.poll(reviews.count).toBe(1);
  expect(await desk.press('a')).toBe(ids[2]);
  await page.waitForTimeout(300);
  expect(sent, 'one at a time').toEqual([ids[0]]);
  await reviews.release();
  await expect.poll(() => outcomesOf(ids.slice(0, 3))).toEqual(['approved', 'approved', null]);
  expect(sent).toEqual(ids.slice(0, 2));
  expect(troubles).toEqual([]);
  await context.close();
});

test('a decision is safe before it is sent: the page may go away in the very next moment', async () => {
  const { ids, page, context, troubles } = await open('gone');
  const reviews = await hold(page, '**/reviews');
  await page.keyboard.press('a');
  await page.reload();
  await reviews.release();
  await expect.poll(() => outcomesOf(ids.slice(0, 2)), { timeout: 30_000 }).toEqual(['approved', null]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('whoever decides with a button goes on with the same button, also with the keyboard', async () => {
  const { ids, page, context, troubles, desk } = await open('buttons');
  await isMadeReady(page, 1);
  await desk.decision.getByRole('button', { name: 'Skip' }).focus();
  expect(await desk.press('Enter')).toBe(ids[1]);
  expect(await page.evaluate('document.activeElement.dataset.command')).toBe('skip');
  await isMadeReady(page, 2);
  expect(await desk.press('Enter')).toBe(ids[2]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('an item that is taken back comes with its text, and the one that was in hand waits behind it with its own', async () => {
  const { ids, page, context, troubles, desk, text } = await open('back');
  const write = async (words: string) => {
    await text.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(words);
  };
  await write(' First.');
  await desk.press('Control+Enter');
  await write(' Second.');
  await page.keyboard.press('Escape');
  expect(await desk.press('u')).toBe(ids[0]);
  expect(await text.textContent()).toBe('This is text number 0. First.');
  expect(await desk.press('a')).toBe(ids[1]);
  expect(await text.textContent()).toBe('This is text number 1. Second.');
  await expect.poll(() => outcomesOf(ids.slice(0, 2))).toEqual(['edited', null]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('the first load is at most 250 kB of JavaScript, without the editor and the grammar', async () => {
  const assets = path.join(import.meta.dirname, '../../packages/console/dist/assets');
  await site.prepare('loaded', { title: 'Loaded' }, texts(2));
  const loaded = new Set<string>();
  const { page, context, troubles } = await site.visit('ada');
  page.on('request', (request) => {
    const file = /\/assets\/([^/]+\.js)$/.exec(new URL(request.url()).pathname)?.[1];
    if (file && !request.serviceWorker()) loaded.add(file);
  });
  await page.goto('/');
  await page.getByRole('heading', { name: /wait for a person/ }).waitFor();
  const bytes = [...loaded].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(assets, file)), { level: 9 }).length, 0);
  expect(loaded.size).toBeGreaterThan(0);
  expect(bytes).toBeLessThanOrEqual(250_000);
  const late = readdirSync(assets).filter((file) => /^(code-editor|check-worker|grammar|harper)/.test(file) && loaded.has(file));
  expect(late).toEqual([]);
  expect(troubles).toEqual([]);
  await context.close();
});
