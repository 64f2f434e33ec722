import type { Item, ItemHistory } from '@countersign/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSite, type TestSite } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const brandRules = { banned: [{ phrase: 'sturdy', replacement: 'solid', level: 'error' as const }] };
const lamp = (number: number, output = `Lamp ${number} is a plain lamp for the table.`, more: object = {}) => ({
  key: `lamp-${number}`,
  input: { name: `Lamp ${number}` },
  output,
  confidence: 0.9,
  ...more,
});

async function open(name: string, count: number) {
  const { page, context, troubles } = await site.visit('ada');
  await page.goto(`/grid/${name}`);
  await page.getByText(`${count} items shown`).waitFor();
  return { page, context, troubles };
}
const cardOf = (page: Page, label: string) => page.getByRole('article', { name: new RegExp(`^${label}(,|$)`) });
const confirmation = (page: Page) => page.getByRole('dialog', { name: /^Approve \d+ items\?/ });
const dialogRests = 450;
const items = (ids: string[]) => Promise.all(ids.map((id) => site.program.item(id))) as Promise<Item[]>;
const outcomes = async (ids: string[]) => (await items(ids)).map(({ decision }) => decision?.outcome ?? null);

test('[C6] many at once: move by keys, mark exceptions, edit in place, approve the rest, undo as one', async () => {
  const ids = await site.prepare('shelf', { title: 'Shelf', brandRules, undoSeconds: 60 }, [
    lamp(0),
    lamp(1),
    lamp(2, 'Lamp 2 is a sturdy lamp for the table.'),
    lamp(3),
    lamp(4, `Lamp 4 is a plain lamp for the table. ${'It is as plain as a lamp can be on any table. '.repeat(3)}`),
    lamp(5, undefined, { confidence: 0.4 }),
    lamp(6),
  ]);
  const { page, context, troubles } = await open('shelf', 7);
  await page.getByText('1 with open errors').waitFor();
  const focused = () => page.evaluate("document.activeElement.closest('article')?.getAttribute('aria-label')");
  const first = cardOf(page, 'Lamp 0');
  await first.waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('k');
  await page.keyboard.press('Home');
  const begin = (await focused()) as string;
  await page.keyboard.press('j');
  expect(await focused()).not.toBe(begin);

  await cardOf(page, 'Lamp 3').focus();
  await page.keyboard.press('x');
  await cardOf(page, 'Lamp 3, card \\d, left out').waitFor();
  await cardOf(page, 'Lamp 1').focus();
  await page.keyboard.press('e');
  await expect.poll(() => page.evaluate("document.activeElement.getAttribute('role')")).toBe('textbox');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' It is oak.');
  await page.keyboard.press('Escape');
  await cardOf(page, 'Lamp 1, card \\d, will be approved with your edits').waitFor();
  await cardOf(page, 'Lamp 2, card \\d, open errors').waitFor();

  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  const dialog = confirmation(page);
  await dialog.getByRole('heading', { name: 'Approve 5 items?' }).waitFor(); // the keys that opened it do not confirm it
  await page.waitForTimeout(dialogRests);
  await dialog.getByText('4 as shown, 1 with your edits.').waitFor();
  const outliers = dialog.getByRole('region', { name: 'Look at these first' });
  expect(await outliers.getByRole('listitem').filter({ hasText: 'Least sure (40%)' }).textContent()).toContain('Lamp 5');
  expect(await outliers.getByRole('listitem').filter({ hasText: 'Longest' }).first().textContent()).toContain('Lamp 4');
  expect(await outliers.getByRole('listitem').filter({ hasText: 'Like those you edited' }).count()).toBeGreaterThan(0);
  const stays = dialog.getByRole('region', { name: 'Not approved' });
  expect(await stays.textContent()).toMatch(/1 item has open errors.*Lamp 2.*“sturdy”.*1 item left out by you.*Lamp 3/);
  await page.keyboard.press('Control+Enter');
  const result = page.getByRole('region', { name: '5 items approved' });
  await result.waitFor();
  await expect.poll(() => outcomes(ids)).toEqual(['approved', 'edited', null, null, 'approved', 'approved', 'approved']);
  const histories = await Promise.all(ids.map((id) => site.as<ItemHistory>('ada', 'GET', `/v1/items/${id}/history`)));
  expect(
    histories.map(({ reviews }) => reviews.length),
    'one record per item',
  ).toEqual([1, 1, 0, 0, 1, 1, 1]);
  expect((await items(ids))[1]?.output).toBe('Lamp 1 is a plain lamp for the table. It is oak.');

  await result.getByRole('button', { name: /^Undo all/ }).click();
  await page.getByText('Taken back. The items are here again.').waitFor();
  expect(await outcomes(ids)).toEqual(Array(7).fill(null));
  await page.getByText('7 items shown').waitFor();
  await cardOf(page, 'Lamp 1, card \\d, will be approved with your edits').waitFor();
  expect(troubles).toEqual([]);
  await context.close();
});

test('the keys of the grid are listed at ?, its own first, and do nothing behind the list', async () => {
  const ids = await site.prepare('keys', { title: 'Keys' }, [lamp(0), lamp(1)]);
  const { page, context, troubles } = await open('keys', 2);
  await cardOf(page, 'Lamp 0').focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Leave it out, with a reason').waitFor();
  expect(await sheet.getByRole('heading', { level: 3 }).first().textContent()).toBe('Grid');
  await page.keyboard.press('x');
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  expect(await cardOf(page, 'Lamp 0, card \\d, left out').count()).toBe(0);
  expect(await outcomes(ids)).toEqual([null, null]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('[C6] the set is frozen as shown: what changed meanwhile is left out and named, what came later is not in it', async () => {
  const ids = await site.prepare('frozen', { title: 'Frozen' }, [lamp(0), lamp(1), lamp(2)]);
  const { page, context, troubles } = await open('frozen', 3);
  await site.program.checkpoint('frozen').submit({ ...lamp(1, 'Another text.'), supersede: true });
  const later = await site.program.checkpoint('frozen').submit(lamp(9));
  await page.keyboard.press('Control+Enter');
  await confirmation(page).waitFor();
  await page.waitForTimeout(dialogRests);
  await page.keyboard.press('Control+Enter');
  const result = page.getByRole('region', { name: '2 items approved' });
  await result.getByText('1 item was left out:').waitFor();
  expect(await result.textContent()).toContain('Lamp 1: It no longer waits for a decision.');
  await expect.poll(() => outcomes([ids[0]!, ids[2]!, later.id])).toEqual(['approved', 'approved', null]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('a set that was confirmed offline is sent by itself, once', async () => {
  const ids = await site.prepare('away', { title: 'Away' }, [lamp(0), lamp(1)]);
  const { page, context } = await site.visit('ada', { expectsFailures: true });
  await page.goto('/grid/away');
  await page.getByText('2 items shown').waitFor();
  await page.keyboard.press('Control+Enter');
  await confirmation(page).waitFor();
  await page.waitForTimeout(dialogRests);
  await context.setOffline(true);
  await page.keyboard.press('Control+Enter');
  await page.getByText('The server cannot be reached. The set is kept on this machine').waitFor();
  expect(await outcomes(ids)).toEqual([null, null]);
  await context.setOffline(false);
  await page.getByRole('region', { name: '2 items approved' }).waitFor({ timeout: 40_000 });
  const histories = await Promise.all(ids.map((id) => site.as<ItemHistory>('ada', 'GET', `/v1/items/${id}/history`)));
  expect(histories.map(({ reviews }) => reviews.length)).toEqual([1, 1]);
  await context.close();
});

test('find similar: the same flag, phrase or model, and one edit for all of them with a preview', async () => {
  const sturdy = (number: number) => lamp(number, `Lamp ${number} is a sturdy lamp for the table.`, { model: 'writer-2' });
  await site.prepare('alike', { title: 'Alike', brandRules }, [
    lamp(0),
    sturdy(1),
    sturdy(2),
    lamp(3, undefined, { model: 'writer-3' }),
    sturdy(4),
  ]);
  const { page, context, troubles } = await open('alike', 5);
  await page.getByText('3 with open errors').waitFor();
  await page.keyboard.press('f');
  const panel = page.getByRole('complementary', { name: 'Find similar' });
  await panel.getByRole('combobox', { name: 'Same flag' }).selectOption({ index: 1 });
  await panel.getByText('3 of 5 in this set').waitFor();
  await panel.getByRole('checkbox', { name: 'Show only these' }).check();
  await expect.poll(() => page.getByRole('article').count()).toBe(3);
  const edit = panel.getByRole('region', { name: 'One edit for all of them' });
  await edit.getByRole('checkbox', { name: 'Use the suggested correction' }).check();
  await edit.getByText('Preview: 3 items change').waitFor();
  expect(await edit.locator('del').allTextContents()).toEqual(Array(3).fill('Taken out: sturdy'));
  expect(await edit.locator('ins').allTextContents()).toEqual(Array(3).fill('Put in: solid'));
  await edit.getByRole('button', { name: 'Apply to 3 items' }).click();
  await page.getByRole('button', { name: /^Approve 5/ }).waitFor();
  await edit.getByRole('button', { name: 'Take back the last edit' }).click();
  await page.getByRole('button', { name: /^Approve 2/ }).waitFor();

  await panel.getByRole('combobox', { name: 'Same flag' }).selectOption({ index: 0 });
  await panel.getByRole('combobox', { name: 'Same model' }).selectOption('writer-3');
  await panel.getByText('1 of 5 in this set').waitFor();
  await panel.getByRole('checkbox', { name: 'Show only these' }).uncheck();
  await panel.getByRole('combobox', { name: 'Same model' }).selectOption({ index: 0 });
  await panel.getByRole('textbox', { name: 'Same phrase' }).fill('plain lamp');
  await panel.getByText('2 of 5 in this set').waitFor();
  await edit.getByRole('textbox', { name: 'Replace with' }).fill('simple lamp');
  await edit.getByText('Preview: 2 items change').waitFor();
  await edit.getByRole('button', { name: 'Apply to 2 items' }).click();
  await expect.poll(() => page.getByRole('article').filter({ hasText: 'a simple lamp' }).count()).toBe(2);
  expect(troubles).toEqual([]);
  await context.close();
});

test('two hundred cards are there to be found, few of them are laid out, and the last is reached by a key', async () => {
  await site.prepare('many', { title: 'Many' }, []);
  const lines = Array.from({ length: 220 }, (_, number) => lamp(number));
  expect((await site.program.checkpoint('many').submitMany(lines)).accepted).toBe(220);
  const { page, context, troubles } = await open('many', 200);
  const laidOut = () =>
    page.evaluate(
      `[...document.querySelectorAll('[data-card]')].filter((card) => card.checkVisibility({ contentVisibilityAuto: true })).length`,
    );
  expect(await page.getByRole('article').count()).toBe(200);
  expect(await laidOut()).toBeLessThan(60);
  await cardOf(page, 'Lamp \\d+').first().focus();
  await page.keyboard.press('End');
  await page.getByRole('article', { name: /card 200,/ }).waitFor();
  await expect.poll(() => page.evaluate('document.activeElement.ariaLabel')).toMatch(/card 200,/);
  expect(await laidOut()).toBeLessThan(60);
  expect(troubles).toEqual([]);
  await context.close();
});
