import type { Preferences } from '@countersign/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk } from '../src/browser.ts';
import { openTestSite, type TestSite, type Who } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const reasons = [
  { code: 'wrong_fact', label: 'Wrong fact' },
  { code: 'off_tone', label: 'Off tone' },
  { code: 'too_long', label: 'Too long' },
];
const plain = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `plain-${index}`, input: null, output: 'A text.' }));
const flagged = { key: 'flagged', input: { name: 'Lamp', weight: '3 kg' }, output: 'The lamp weighs 2 kg.' };

async function open(who: Who, name: string) {
  const { page, context, troubles } = await site.visit(who);
  const desk = new ReviewDesk(page);
  const id = await desk.open(name);
  return { page, context, troubles, desk, id };
}

/** Counts the keys that really go down, on every page from now on. */
const countKeys = (page: Page) =>
  page.evaluate("globalThis.pressed = []; addEventListener('keydown', (event) => pressed.push(event.key), { capture: true })");
const keysPressed = (page: Page) => page.evaluate('pressed.splice(0)') as Promise<string[]>;
const decisionOf = async (id: string) => (await site.program.item(id)).decision;

test('the three journeys: approve with one key, fix and approve with two, reject with a reason with two', async () => {
  const [first = '', second = '', third = ''] = await site.prepare('journeys', { title: 'Journeys', reasons }, [
    ...plain(1),
    flagged,
    ...plain(3).slice(1),
  ]);
  const { page, context, troubles, desk, id } = await open('ada', 'journeys');
  expect(id).toBe(first);
  await countKeys(page);

  expect(await desk.press('a')).toBe(second);
  expect(await keysPressed(page)).toEqual(['a']);
  await expect.poll(async () => (await decisionOf(first))?.outcome).toBe('approved');

  await page.getByRole('region', { name: 'Flags' }).getByRole('listitem').first().waitFor();
  await page.keyboard.press('f');
  expect(await desk.press('a')).toBe(third);
  expect(await keysPressed(page)).toEqual(['f', 'a']);
  await expect.poll(async () => (await decisionOf(second))?.outcome).toBe('edited');
  expect((await site.program.item(second)).output).toBe('The lamp weighs 3 kg.');

  await page.keyboard.press('r');
  await desk.press('1');
  expect(await keysPressed(page)).toEqual(['r', '1']);
  await expect.poll(async () => (await decisionOf(third))?.outcome).toBe('rejected');
  expect((await decisionOf(third))?.reasons).toEqual(['wrong_fact']);
  expect(troubles).toEqual([]);
  await context.close();
});

test('reasons by number: several with Shift, a note, and no Enter that falls on the next item', async () => {
  const ids = await site.prepare('reasons', { title: 'Reasons', reasons }, plain(4));
  const { page, context, troubles, desk } = await open('ada', 'reasons');
  const dialog = page.getByRole('dialog', { name: 'Why is it rejected?' });
  await page.keyboard.press('r');
  await page.keyboard.press('Enter');
  await dialog.getByText('Choose a reason or write a note first.').waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  expect(await desk.itemId(), 'Escape goes back').toBe(ids[0]);

  await page.keyboard.press('r');
  await page.keyboard.press('Shift+Digit1');
  expect(await dialog.getByRole('checkbox', { name: 'Wrong fact' }).getAttribute('aria-checked')).toBe('true');
  await desk.press('3');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(700);
  expect(await desk.itemId(), 'the Enter of an old habit').toBe(ids[1]);
  await expect.poll(async () => (await decisionOf(ids[0]!))?.reasons).toEqual(['wrong_fact', 'too_long']);
  expect(await decisionOf(ids[1]!)).toBeNull();

  await page.keyboard.press('b');
  const back = page.getByRole('dialog', { name: 'What should be done again?' });
  await back.getByLabel('Note (optional)').fill('Say 1 thing, please.');
  await desk.press('Control+Enter');
  await expect.poll(async () => (await decisionOf(ids[1]!))?.comment).toBe('Say 1 thing, please.');
  expect((await decisionOf(ids[1]!))?.outcome).toBe('returned');
  expect(troubles).toEqual([]);
  await context.close();
});

test('Ctrl+Enter confirms from inside the text; Escape leaves it and discards nothing; letters only type', async () => {
  const ids = await site.prepare('typing', { title: 'Typing' }, plain(3));
  const { page, context, troubles, desk } = await open('ada', 'typing');
  const text = page.getByRole('textbox', { name: 'Draft' });
  await page.keyboard.press('e');
  await expect.poll(() => page.evaluate("document.activeElement.getAttribute('role')")).toBe('textbox');
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' as bread, gas, us?');
  expect(await text.textContent()).toBe('A text. as bread, gas, us?');
  await page.keyboard.press('Escape');
  expect(await text.evaluate('document.activeElement.tagName')).toBe('BODY');
  expect(await text.textContent()).toBe('A text. as bread, gas, us?');
  await page.keyboard.press('e');
  expect(await desk.press('Control+Enter')).toBe(ids[1]);
  await expect.poll(async () => (await site.program.item(ids[0]!)).output).toBe('A text. as bread, gas, us?');

  for (const key of ['Backspace', 'Delete', 'x', '1', ' ', 'Tab']) await page.keyboard.press(key);
  expect(await desk.itemId(), 'no bare key destroys anything').toBe(ids[1]);
  expect(await decisionOf(ids[1]!)).toBeNull();
  expect(troubles).toEqual([]);
  await context.close();
});

test('a held key decides once, and no key decides while a decision is taken back', async () => {
  const ids = await site.prepare('held', { title: 'Held' }, plain(6));
  const { page, context, troubles, desk } = await open('ada', 'held');
  for (let turn = 0; turn < 8; turn++) {
    await page.keyboard.down('a');
    await page.waitForTimeout(40);
  }
  await page.keyboard.up('a');
  expect(await desk.itemId()).toBe(ids[1]);
  await expect.poll(async () => (await decisionOf(ids[0]!))?.outcome).toBe('approved');

  const answer = Promise.withResolvers<void>();
  await page.route('**/undo', (route) => answer.promise.then(() => route.continue()));
  await page.keyboard.press('u');
  await page.getByText('Taking it back…').waitFor();
  await page.keyboard.press('a');
  await page.keyboard.press('s');
  answer.resolve();
  await expect.poll(() => page.locator('[data-item]:visible').getAttribute('data-item')).toBe(ids[0]);
  expect(await decisionOf(ids[1]!)).toBeNull();
  expect((await site.eventsOf(ids[1]!)).map(({ kind }) => kind)).toEqual(['item.submitted']);
  expect(troubles).toEqual([]);
  await context.close();
});

test('every key is shown on its button and listed at ?', async () => {
  await site.prepare('shown', { title: 'Shown' }, plain(1));
  const { page, context, troubles, desk } = await open('ada', 'shown');
  const shown = await desk.decision.getByRole('button').allTextContents();
  expect(shown).toEqual(['ApproveA', 'RejectR', 'Send backB', 'SkipS']);
  const keys = await Promise.all((await desk.decision.getByRole('button').all()).map((button) => button.getAttribute('aria-keyshortcuts')));
  expect(keys).toEqual(['A Control+Enter', 'R', 'B', 'S']);
  const aside = page.getByRole('group', { name: 'More actions' });
  expect(await aside.getByRole('button').allTextContents()).toEqual(['HoldH', 'AssignG', 'AskC', 'Copy linkL']);
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await list.getByText('Approve, with your edits if there are any').waitFor();
  const told = (await list.textContent()) ?? '';
  for (const what of [
    'Reject: then a reason’s number',
    'Next flag',
    'Hold until a later time',
    'Copy the link to this item',
    'Undo the last decision',
  ])
    expect(told).toContain(what);
  await page.keyboard.press('a');
  expect(await desk.itemId(), 'keys sleep while a dialog is open').toBeTruthy();
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'hidden' });
  expect(troubles).toEqual([]);
  await context.close();
});

test('keys are chosen per person, kept by the server and there in another browser; nothing else is changed', async () => {
  const ids = await site.prepare('chosen', { title: 'Chosen', reasons }, plain(4));
  await site.as('ben', 'PUT', '/v1/me/preferences', { keys: { laterCommand: ['q'] }, another: { of: 'mine' } });
  const first = await site.visit('ben');
  await first.page.goto('/settings');
  const change = (name: string) => first.page.getByRole('button', { name, exact: true });
  await change('Change A for Approve').click();
  await first.page.getByText('Press a key…').waitFor();
  await first.page.keyboard.press('Backspace');
  await first.page.getByText('Backspace and Delete alone are too near to typing.').waitFor();
  await change('Change A for Approve').click();
  await first.page.keyboard.press('r');
  await first.page.getByText('was the key of “Reject').waitFor();
  await first.page.getByRole('button', { name: 'Cancel' }).click();
  await change('Change A for Approve').click();
  await first.page.keyboard.press('y');
  await change('Change Y for Approve').waitFor();
  await first.page.getByText('Saved').waitFor();
  const kept = await site.as<Preferences>('ben', 'GET', '/v1/me/preferences');
  expect(kept).toMatchObject({ keys: { approve: ['y', 'Enter'], reject: ['r'], laterCommand: ['q'] }, another: { of: 'mine' } });
  await first.context.close();

  const { page, context, troubles, desk } = await open('ben', 'chosen');
  await desk.decision
    .getByRole('button', { name: /^Approve/ })
    .getByText('Y')
    .waitFor();
  await page.keyboard.press('a');
  await page.waitForTimeout(200);
  expect(await desk.itemId(), 'the old key is free').toBe(ids[0]);
  expect(await desk.press('y')).toBe(ids[1]);
  await expect.poll(async () => (await decisionOf(ids[0]!))?.outcome).toBe('approved');
  expect([...first.troubles, ...troubles]).toEqual([]);
  await context.close();

  const other = await open('ada', 'chosen');
  expect(await other.desk.press('a'), 'others keep theirs').not.toBe(other.id);
  await other.context.close();
});
