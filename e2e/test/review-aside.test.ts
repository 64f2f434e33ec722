import type { Comment, Item, Mention } from '@countersign/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk } from '../src/browser.ts';
import { openTestSite, type TestSite, type Who } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const plain = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `plain-${index}`, input: { name: `Lamp ${index}` }, output: 'A text.' }));

async function open(who: Who, name: string) {
  const { page, context, troubles } = await site.visit(who);
  const desk = new ReviewDesk(page);
  const id = await desk.open(name);
  return { page, context, troubles, desk, id };
}
const kindsOf = async (id: string) => (await site.eventsOf(id)).map(({ kind }) => kind);

test('skip leaves an item to others, is counted and can be looked at again', async () => {
  const ids = await site.prepare('skipped', { title: 'Skipped' }, plain(2));
  const { page, context, troubles, desk } = await open('ada', 'skipped');
  expect(await desk.press('s')).toBe(ids[1]);
  await page.getByTestId('progress').getByText('0 done · 2 left').waitFor();
  await page.keyboard.press('a');
  await page.getByText('You skipped 1 item.').waitFor();
  const other = await open('ben', 'skipped');
  expect(other.id).toBe(ids[0]);
  await other.page.getByText('Skipped before').waitFor();
  await other.page.goto('/');
  await other.context.close();
  await page.getByRole('button', { name: 'Look at skipped items' }).click();
  await expect.poll(() => desk.itemId()).toBe(ids[0]);
  expect(await kindsOf(ids[0]!)).toContain('item.skipped');
  expect([...troubles, ...other.troubles]).toEqual([]);
  await context.close();
});

test('hold until a time: it leaves the queue, is offered to nobody, and can be undone', async () => {
  const ids = await site.prepare('held', { title: 'Held' }, plain(3));
  const { page, context, troubles, desk } = await open('ada', 'held');
  await page.keyboard.press('h');
  const dialog = page.getByRole('dialog', { name: 'Hold until when?' });
  await dialog.getByRole('radio', { name: /Tomorrow morning/ }).waitFor();
  await page.keyboard.press('2');
  await dialog.getByLabel('Note (optional)').fill('Ask the maker first.');
  expect(await desk.press('Control+Enter')).toBe(ids[1]);
  await expect.poll(() => kindsOf(ids[0]!)).toContain('item.held');
  const event = (await site.eventsOf(ids[0]!)).find(({ kind }) => kind === 'item.held');
  const hours = (Date.parse(String(event?.data['until'])) - Date.now()) / 3_600_000;
  expect(hours).toBeGreaterThan(0);
  expect(hours).toBeLessThan(49);

  const other = await site.visit('ben');
  await other.page.goto('/review/held');
  await other.page.getByRole('heading', { name: 'All done' }).waitFor();
  await other.context.close();
  expect(await desk.press('u')).toBe(ids[0]);
  await page.keyboard.press('h');
  await page.keyboard.press('4');
  await dialog.getByLabel('Date and time').fill('2020-01-01T09:00');
  await dialog.getByRole('button', { name: /^Hold/ }).click();
  await dialog.getByText('Choose a time from now on, at most 30 days ahead.').waitFor();
  await page.keyboard.press('Escape');
  expect(await desk.itemId()).toBe(ids[0]);
  expect([...troubles, ...other.troubles]).toEqual([]);
  await context.close();
});

test('assign to one person: only they get it, with a note, and are told', async () => {
  const ids = await site.prepare('assigned', { title: 'Assigned' }, plain(2));
  const { page, context, troubles, desk } = await open('ada', 'assigned');
  await page.keyboard.press('g');
  const dialog = page.getByRole('dialog', { name: 'Who should decide this?' });
  await dialog.getByRole('radio', { name: /Ben/ }).waitFor();
  await dialog.getByLabel('Note (optional)').fill('You know lamps.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await dialog.getByRole('radio', { name: /Ben/ }).waitFor();
  await page.keyboard.press('1');
  await dialog.getByLabel('Note (optional)').fill('You know lamps.');
  expect(await desk.press('Control+Enter')).toBe(ids[1]);
  await expect.poll(() => kindsOf(ids[0]!)).toContain('item.assigned');
  await page.goto('/');

  const ben = await open('ben', 'assigned');
  expect(ben.id).toBe(ids[0]);
  await ben.page.getByRole('button', { name: /^Mentions, 1 unread/ }).click();
  await ben.page.getByRole('menuitem', { name: /Ada on “Lamp 0”/ }).waitFor();
  await ben.page.getByText('You know lamps.').first().waitFor();
  await ben.context.close();

  const mine = await site.visit('ada', { expectsFailures: true });
  await mine.page.goto(`/items/${ids[0]}/review`);
  await mine.page.getByRole('heading', { name: 'This item cannot be reviewed now' }).waitFor();
  await mine.page.getByText('Ben').first().waitFor();
  await mine.context.close();
  expect([...troubles, ...ben.troubles, ...mine.troubles]).toEqual([]);
  await context.close();
});

test('ask: a thread on the item with a mention, which reaches the other at once and leads to exactly this item', async () => {
  const [id = ''] = await site.prepare('asked', { title: 'Asked' }, plain(1));
  const ben = await site.visit('ben');
  await ben.page.goto('/items');
  await ben.page.getByRole('button', { name: /^Mentions/ }).waitFor();
  const { page, context, troubles } = await open('ada', 'asked');
  await page.keyboard.press('c');
  const comment = page.getByRole('textbox', { name: 'Comment' });
  await comment.pressSequentially('Is this right, @be');
  await page.getByRole('option', { name: /Ben/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('or not?');
  expect(await comment.inputValue()).toBe('Is this right, @Ben or not?');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('region', { name: 'Comments' }).getByRole('listitem').getByText('or not?').waitFor();
  const { comments } = await site.as<{ comments: Comment[] }>('ada', 'GET', `/v1/items/${id}/comments`);
  expect(comments.map(({ mentions }) => mentions.map(({ name }) => name))).toEqual([['Ben']]);

  await ben.page.getByRole('button', { name: /^Mentions, \d+ unread/ }).click();
  await ben.page.getByRole('menuitem', { name: /Ada on “Lamp 0”.*Is this right/ }).click();
  await ben.page.waitForURL(`**/items/${id}`);
  await ben.page.getByRole('region', { name: 'Comments' }).getByRole('listitem').getByText('@Ben').waitFor();
  await expect
    .poll(
      async () =>
        (await site.as<{ mentions: Mention[] }>('ben', 'GET', '/v1/mentions')).mentions.find((each) => each.itemId === id)?.readAt,
    )
    .toBeTruthy();
  expect([...troubles, ...ben.troubles]).toEqual([]);
  await Promise.all([context.close(), ben.context.close()]);
});

test('the link to exactly this item is copied by a key and opens it for another', async () => {
  const ids = await site.prepare('linked', { title: 'Linked' }, plain(2));
  const { page, context, troubles } = await open('ada', 'linked');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.keyboard.press('l');
  await page.getByRole('button', { name: /^Link copied/ }).waitFor();
  const link = (await page.evaluate('navigator.clipboard.readText()')) as string;
  expect(new URL(link).pathname).toBe(`/items/${ids[0]}`);
  await page.goto('/');
  const ben = await site.visit('ben');
  await ben.page.goto(link);
  await ben.page.getByRole('link', { name: 'Review this item' }).click();
  const desk = new ReviewDesk(ben.page);
  expect(await desk.itemId()).toBe(ids[0]);
  await ben.page.keyboard.press('a');
  await ben.page.waitForURL(`**/items/${ids[0]}`);
  await expect.poll(async () => ((await site.program.item(ids[0]!)) as Item).decision?.outcome).toBe('approved');
  expect([...troubles, ...ben.troubles]).toEqual([]);
  await Promise.all([context.close(), ben.context.close()]);
});

test('pace and progress are one’s own: done, left, time each, the end; no leader board', async () => {
  await site.prepare('paced', { title: 'Paced' }, plain(5));
  const { page, context, troubles, desk } = await open('ben', 'paced');
  await page.getByTestId('progress').getByText('0 done · 5 left').waitFor();
  for (let done = 0; done < 2; done++) {
    await page.waitForTimeout(1_100);
    await desk.press('a');
  }
  await page.getByTestId('progress').getByText('2 done · 3 left').waitFor();
  await page.reload();
  await desk.itemId();
  const pace = page.getByRole('group', { name: 'Your pace' });
  await expect.poll(() => pace.textContent()).toMatch(/^\d+ s each · about .+ to go/);
  expect(await pace.getAttribute('title')).toBe('2 today');
  expect(await page.locator('body').textContent()).not.toContain('Ada');
  expect(troubles).toEqual([]);
  await context.close();
});

test('after fifty minutes of work a break is offered, once, without taking the focus', async () => {
  await site.prepare('breaks', { title: 'Breaks' }, plain(2));
  const { page, context, troubles } = await site.visit('ben');
  await page.clock.install();
  const desk = new ReviewDesk(page);
  await page.goto('/review/breaks');
  await page.clock.runFor(1_000);
  await page.getByRole('group', { name: 'Decision' }).waitFor();
  for (let minute = 0; minute <= 52; minute += 2) {
    await page.keyboard.press('Shift');
    await page.clock.runFor(120_000);
  }
  const reminder = page.getByRole('status', { name: 'Time for a short break?' });
  await reminder.waitFor();
  expect(await page.evaluate('document.activeElement.tagName')).toBe('BODY');
  await reminder.getByRole('button', { name: 'Later' }).click();
  await reminder.waitFor({ state: 'detached' });
  expect(desk).toBeTruthy();
  await page.goto('/settings');
  await page.getByRole('checkbox', { name: 'Remind me of a break after 50 minutes of work' }).click();
  await expect.poll(() => site.as<{ breaks?: boolean }>('ben', 'GET', '/v1/me/preferences').then(({ breaks }) => breaks)).toBe(false);
  expect(troubles).toEqual([]);
  await context.close();
});
