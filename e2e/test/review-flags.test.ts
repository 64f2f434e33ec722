import type { CheckpointWithCounts, ItemFlags } from '@countersign/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk, styleOf } from '../src/browser.ts';
import { openTestSite, type TestSite, type Who } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const brandRules = {
  banned: [
    { phrase: 'sturdy', replacement: 'solid', level: 'error' as const, reason: 'it says nothing' },
    { phrase: 'cheap', replacement: 'inexpensive', level: 'warning' as const },
  ],
};
const lamp = {
  input: { name: 'Rock lamp', weight: '3 kg', material: 'oak', price: 'cheap' },
  output: 'The rock lamp is sturdy and cheap. It weighs 2 kg. It is a sturdy lamp for every room.',
};
const asked = { path: '', text: 'every room', message: 'Is that so?', replacements: ['most rooms', 'small rooms'] };

const flagsOf = (page: Page) => page.getByRole('region', { name: 'Flags' });
const rows = (page: Page) => flagsOf(page).getByRole('listitem');
const card = (page: Page) => page.getByRole('dialog', { name: /^Flag \d/ });
const marks = (page: Page) => page.getByRole('region', { name: 'Draft' }).locator('[role=mark]');
const text = (page: Page) => page.getByRole('textbox', { name: 'Draft' });

/** Opens a queue and waits until the checks have had their say. */
async function open(who: Who, name: string) {
  const { page, context, troubles } = await site.visit(who);
  const desk = new ReviewDesk(page);
  const id = await desk.open(name);
  await settled(page);
  return { page, context, troubles, desk, id };
}
const settled = (page: Page) => page.waitForSelector('section[data-state="checked"]:visible');

test('flags are underlined and listed, and visited by key, round and round', async () => {
  await site.prepare('visited', { title: 'Visited', brandRules }, [{ key: 'a', ...lamp, metadata: { flags: [asked] } }]);
  const { page, context, troubles } = await open('ada', 'visited');
  await expect.poll(() => rows(page).count()).toBe(5);
  await expect.poll(() => marks(page).allTextContents()).toEqual(['sturdy', 'cheap', '2 kg', 'sturdy', 'every room']);
  expect(await marks(page).first().getAttribute('aria-description')).toMatch(/^Error: “sturdy” is not to be used here: it says nothing/);
  expect(await styleOf(marks(page).first(), 'textDecorationLine')).toBe('underline');

  await page.keyboard.press('n');
  await expect.poll(() => card(page).getAttribute('aria-label')).toBe('Flag 1 of 5');
  await page.keyboard.press('n');
  await expect.poll(() => card(page).getAttribute('aria-label')).toBe('Flag 2 of 5');
  await page.keyboard.press('p');
  await page.keyboard.press('p');
  await expect.poll(() => card(page).getAttribute('aria-label')).toBe('Flag 5 of 5');
  expect(await page.getByTestId('flag-announcement').first().textContent()).toBe(
    'Flag 5 of 5. Warning. “every room”. Is that so? Suggestions: 1 most rooms, 2 small rooms.',
  );
  await page.keyboard.press('F8');
  await expect.poll(() => card(page).getAttribute('aria-label')).toBe('Flag 1 of 5');
  await page.keyboard.press('Escape');
  await card(page).waitFor({ state: 'detached' });
  expect(troubles).toEqual([]);
  await context.close();
});

test('the fact that a flag speaks of lights up on both sides', async () => {
  await site.prepare('facts', { title: 'Facts' }, [
    { key: 'a', input: lamp.input, output: 'The rock lamp weighs 2 kg.' },
    { key: 'b', input: { source: 'A lamp of oak. It weighs 3 kg. It is 40 cm tall.' }, output: 'The lamp weighs 2 kg.' },
  ]);
  const { page, context, troubles, desk } = await open('ada', 'facts');
  const facts = page.getByRole('region', { name: 'What the AI saw' });
  await page.keyboard.press('n');
  const lit = facts.locator('mark');
  await expect.poll(() => lit.allTextContents()).toEqual(['3 kg']);
  expect(await marks(page).first().textContent()).toBe('2 kg');
  expect(await styleOf(lit, 'backgroundColor')).not.toBe('rgba(0, 0, 0, 0)');
  await page.keyboard.press('Escape');
  await expect.poll(() => lit.count()).toBe(0);
  await facts.getByRole('button', { name: '1 flag speaks of this' }).click();
  await card(page).waitFor();
  expect(await card(page).textContent()).toContain('3 kg');

  await page.keyboard.press('Escape');
  await desk.press('s');
  await settled(page);
  await page.keyboard.press('n');
  await expect.poll(() => lit.textContent()).toContain('3 kg');
  expect(troubles).toEqual([]);
  await context.close();
});

test('a replacement is one key: the first, another by its number, or all of one kind', async () => {
  const [id = ''] = await site.prepare('replaced', { title: 'Replaced', brandRules }, [
    { key: 'a', ...lamp, metadata: { flags: [asked] } },
  ]);
  const { page, context, troubles, desk } = await open('ada', 'replaced');
  await page.keyboard.press('p');
  await card(page).getByRole('button', { name: 'Replace with “small rooms”' }).waitFor();
  await page.keyboard.press('2');
  await expect.poll(() => text(page).textContent()).toContain('lamp for small rooms.');
  await page.keyboard.press('Escape');

  await page.keyboard.press('f');
  await expect.poll(() => text(page).textContent()).toMatch(/^The rock lamp is solid and cheap\. .* It is a sturdy lamp/);
  await page.keyboard.press('n');
  await card(page).getByRole('button', { name: 'Accept all 2: Brand' }).click();
  const all = 'The rock lamp is solid and inexpensive. It weighs 2 kg. It is a solid lamp for small rooms.';
  await expect.poll(() => text(page).textContent()).toBe(all);
  await expect.poll(() => rows(page).allTextContents()).toEqual([expect.stringContaining('2 kg')]);

  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await expect.poll(() => text(page).textContent()).toContain('It weighs 3 kg.');
  await page.keyboard.press('Control+z');
  await expect.poll(() => text(page).textContent()).toContain('It weighs 2 kg.');
  await expect.poll(() => rows(page).count(), { message: 'what is undone is flagged again' }).toBe(1);
  await page.keyboard.press('f');
  await expect.poll(() => rows(page).count()).toBe(0);
  await desk.approveLast('a', page.getByRole('heading', { name: 'All done' }));
  await expect.poll(async () => (await site.program.item(id)).decision?.outcome).toBe('edited');
  const kinds = (await site.eventsOf(id)).filter(({ kind }) => kind === 'flag.accepted').map(({ data }) => data['kind']);
  expect(kinds.toSorted()).toEqual(['ai', 'brand', 'brand', 'brand', 'fact']);
  expect(troubles).toEqual([]);
  await context.close();
});

test('[L3] a dismissed flag is not raised again: not after a reload, not for another reviewer', async () => {
  const [id = ''] = await site.prepare('dismissed', { title: 'Dismissed', brandRules }, [
    { key: 'a', input: null, output: 'A sturdy and cheap lamp, with a sturdy shade.' },
  ]);
  const ours = await open('ada', 'dismissed');
  await expect.poll(() => rows(ours.page).count()).toBe(3);
  await ours.page.keyboard.press('n');
  await ours.page.keyboard.press('Alt+Backspace');
  await expect.poll(() => rows(ours.page).count()).toBe(2);
  await ours.page.keyboard.press('Control+.');
  await card(ours.page).getByRole('button', { name: 'Say why' }).click();
  await ours.page.keyboard.type('It is the name of the offer');
  await ours.page.keyboard.press('Enter');
  await expect.poll(() => rows(ours.page).count()).toBe(1);
  await expect.poll(async () => (await site.as<ItemFlags>('ada', 'GET', `/v1/items/${id}/flags`)).dismissed.length).toBe(2);

  await ours.page.reload();
  await ours.desk.itemId();
  await settled(ours.page);
  await expect.poll(() => rows(ours.page).allTextContents()).toEqual([expect.stringContaining('sturdy')]);
  expect(await text(ours.page).textContent(), 'nothing was changed').toContain('A sturdy and cheap lamp');
  expect(ours.troubles).toEqual([]);
  await Promise.all([
    ours.page.waitForResponse((response) => response.url().endsWith('/claims/give-back')),
    ours.page.getByRole('link', { name: 'Checkpoints' }).click(),
  ]);
  await ours.context.close();

  const theirs = await open('ben', 'dismissed');
  expect(theirs.id).toBe(id);
  expect(await rows(theirs.page).count()).toBe(1);
  await theirs.desk.page.keyboard.press('e');
  await theirs.page.keyboard.press('Control+End');
  await theirs.page.keyboard.type(' A cheap bulb too.');
  await expect.poll(() => rows(theirs.page).count(), { message: 'another place is another flag' }).toBe(2);
  const kinds = (await site.eventsOf(id)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'flag.dismissed')).toHaveLength(2);
  expect(theirs.troubles).toEqual([]);
  await theirs.context.close();
});

test('an owner adds a word to the dictionary or makes a brand rule; both hold at once', async () => {
  await site.prepare('owned', { title: 'Owned' }, [
    { key: 'a', input: null, output: 'The blorptic lamp is a light for the table.' },
    { key: 'b', input: null, output: 'Another blorptic lamp that is quiet and bright.' },
  ]);
  const { page, context, troubles, desk } = await open('ada', 'owned');
  await marks(page).filter({ hasText: 'blorptic' }).click({ timeout: 60_000 });
  await card(page).getByRole('button', { name: 'Add “blorptic” to the dictionary' }).click();
  await expect.poll(() => marks(page).filter({ hasText: 'blorptic' }).count()).toBe(0);
  const checkpoint = () => site.as<CheckpointWithCounts>('ada', 'GET', '/v1/checkpoints/owned');
  expect((await checkpoint()).dictionary).toEqual(['blorptic']);

  await marks(page).or(flagsOf(page)).first().waitFor();
  await page.keyboard.press('Escape');
  await desk.press('s');
  await settled(page);
  expect(await marks(page).filter({ hasText: 'blorptic' }).count(), 'nor in the next text').toBe(0);
  await site.as('ada', 'PUT', '/v1/checkpoints/owned', {
    title: 'Owned',
    brandRules: {
      banned: ['bright', 'light'].map((phrase) => ({ phrase, replacement: 'warm', level: 'warning' })),
    },
  });
  await page.reload();
  await desk.itemId();
  await marks(page).filter({ hasText: 'bright' }).click({ timeout: 60_000 });
  await card(page).getByRole('button', { name: 'Make a brand rule…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a brand rule' });
  await dialog.getByLabel('Never say').fill('quiet');
  await dialog.getByLabel('Say instead (optional)').fill('calm');
  await dialog.getByRole('button', { name: 'Save rule' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await marks(page).filter({ hasText: 'quiet' }).waitFor();
  expect((await checkpoint()).brandRules?.banned.map(({ phrase, replacement }) => [phrase, replacement])).toEqual([
    ['bright', 'warm'],
    ['light', 'warm'],
    ['quiet', 'calm'],
  ]);
  expect(troubles).toEqual([]);
  await context.close();

  const guest = await open('ben', 'owned');
  await guest.page.keyboard.press('n');
  await card(guest.page).waitFor();
  expect(
    await card(guest.page)
      .getByRole('button', { name: /brand rule|dictionary/ })
      .count(),
    'others may not',
  ).toBe(0);
  await guest.context.close();
});
