import type { Draft, Item, ItemHistory } from '@countersign/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk, type VisitorOptions } from '../src/browser.ts';
import { openTestSite, type TestSite, type Who } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const plain = (count: number) => Array.from({ length: count }, (_, index) => ({ key: `plain-${index}`, input: null, output: 'A text.' }));

async function open(who: Who, name: string, options: Partial<VisitorOptions> = {}) {
  const { page, context, troubles } = await site.visit(who, options);
  const desk = new ReviewDesk(page);
  const id = await desk.open(name);
  const text = page.getByRole('textbox', { name: 'Draft' });
  const write = async (words: string) => {
    await text.click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(words);
  };
  return { page, context, troubles, desk, id, text, write };
}

const itemOf = (id: string): Promise<Item> => site.program.item(id);
const outcomeOf = async (id: string) => (await itemOf(id)).decision?.outcome;

/** Ben takes an item whose lease has lapsed, and approves it. */
async function benApproves(id: string): Promise<void> {
  await expect
    .poll(
      () =>
        site.as('ben', 'POST', '/v1/claims', { item: id }).then(
          () => true,
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true);
  await site.as('ben', 'POST', `/v1/items/${id}/reviews`, { verdict: 'approve', outputHash: (await itemOf(id)).outputHash });
}

test('[C2] a tab that slept through its lease loses nothing, whoever took the item meanwhile', async () => {
  const names = ['kept', 'taken', 'late'] as const;
  for (const name of names) await site.prepare(name, { title: name, leaseSeconds: 10 }, plain(2));
  const [kept, taken, late] = await Promise.all(names.map((name) => open('ada', name, { expectsFailures: true })));
  if (!kept || !taken || !late) throw new Error('Three windows were to open.');
  for (const each of [kept, taken, late]) {
    await each.write(' Hers.');
    await each.page.waitForResponse((response) => response.url().endsWith('/draft') && response.ok());
    await each.write(' Typed last.');
    await each.context.setOffline(true);
  }
  await Promise.all([benApproves(taken.id), benApproves(late.id)]);
  await late.page.keyboard.press('Control+Enter');

  await kept.context.setOffline(false);
  await kept.desk.press('Control+Enter');
  await expect.poll(async () => (await itemOf(kept.id)).output, { timeout: 40_000 }).toBe('A text. Hers. Typed last.');

  await taken.context.setOffline(false);
  const notice = taken.page.getByRole('alert').filter({ hasText: 'This item is no longer yours' });
  await notice.waitFor();
  expect(await notice.textContent()).toContain('Approved by Ben while you were away. Your text is kept.');
  expect(await taken.text.textContent()).toBe('A text. Hers. Typed last.');
  await taken.page.keyboard.press('Control+Enter');
  await notice.getByRole('button', { name: 'Copy my text' }).waitFor();
  await notice.getByRole('button', { name: 'Next item' }).click();
  await expect.poll(() => taken.desk.itemId()).not.toBe(taken.id);
  expect((await itemOf(taken.id)).output, 'the decision that came first stands').toBe('A text.');

  await late.context.setOffline(false);
  const banner = late.page.getByRole('alert').filter({ hasText: 'was already decided: approved by Ben.' });
  await banner.waitFor({ timeout: 40_000 });
  expect(await banner.textContent()).toContain('That decision stands. Your text is kept as a draft.');
  await banner.getByRole('button', { name: 'Copy my text' }).waitFor();
  const { draft } = await site.as<{ draft: Draft }>('ada', 'GET', `/v1/items/${late.id}/draft`);
  expect(draft.output, '[I3] not a word is lost').toBe('A text. Hers. Typed last.');
  await banner.getByRole('button', { name: 'Dismiss' }).click();
  expect([...kept.troubles, ...taken.troubles, ...late.troubles]).toEqual([]);
  await Promise.all([kept, taken, late].map(({ context }) => context.close()));
});

test('a draft is saved as one types and is there on another device', async () => {
  await site.prepare('drafts', { title: 'Drafts' }, plain(1));
  const here = await open('ada', 'drafts');
  const saved = here.page.waitForResponse((response) => response.url().endsWith('/draft') && response.ok());
  await here.write(' Begun here.');
  await saved;
  await here.context.close();
  const there = await open('ada', 'drafts');
  expect(there.id).toBe(here.id);
  await expect.poll(() => there.text.textContent()).toBe('A text. Begun here.');
  await there.page.getByText('Edited by you').first().waitFor();
  expect([...here.troubles, ...there.troubles]).toEqual([]);
  await there.context.close();
});

test('the undo of the text and the undo of decisions are two things', async () => {
  const ids = await site.prepare('undone', { title: 'Undone', undoSeconds: 60 }, plain(3));
  const { page, context, troubles, desk, text, write } = await open('ada', 'undone');
  await desk.press('a');
  await write(' One.');
  await page.keyboard.press('Control+z');
  await expect.poll(() => text.textContent()).toBe('A text.');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('u');
  expect(await desk.itemId(), 'in the text, keys belong to the text').toBe(ids[1]);
  expect(await text.textContent()).toBe('A text.u');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  expect(await outcomeOf(ids[0]!)).toBe('approved');
  await desk.press('Control+z');
  expect(await desk.itemId()).toBe(ids[0]);
  await expect.poll(() => outcomeOf(ids[0]!)).toBe(undefined);
  expect(troubles).toEqual([]);
  await context.close();
});

test('up to the last ten decisions can be undone, one by one or any of them', async () => {
  const ids = await site.prepare('ten', { title: 'Ten', undoSeconds: 300 }, plain(13));
  const { page, context, troubles, desk } = await open('ada', 'ten');
  for (let done = 0; done < 12; done++) await desk.press('a');
  const bar = page.getByRole('group', { name: 'Undo' });
  await bar.getByRole('button', { name: 'and 9 more' }).click();
  const list = page.getByRole('list', { name: 'Decisions that can still be undone' });
  expect(await list.getByRole('listitem').count()).toBe(10);
  await list
    .getByRole('button', { name: /^Undo “/ })
    .nth(4)
    .click();
  await expect.poll(() => desk.itemId()).toBe(ids[7]);
  for (const back of [11, 10, 9, 8, 6, 5, 4, 3, 2]) expect(await desk.press('u'), `item ${back}`).toBe(ids[back]);
  await bar.waitFor({ state: 'detached' });
  await page.keyboard.press('u');
  expect(await desk.itemId()).toBe(ids[2]);
  await expect.poll(() => Promise.all(ids.map(outcomeOf))).toEqual([...Array(2).fill('approved'), ...Array(11).fill(undefined)]);
  expect(troubles).toEqual([]);
  await context.close();
});

test('when the time to undo is over, an owner may reopen: a new, logged act with its reason', async () => {
  const [id = ''] = await site.prepare('over', { title: 'Over', undoSeconds: 1 }, plain(1));
  const { page, context, troubles } = await open('ben', 'over');
  await page.keyboard.press('a');
  await page.getByRole('heading', { name: 'All done' }).waitFor();
  await expect.poll(async () => (await itemOf(id)).state).toBe('released');
  await page.getByRole('group', { name: 'Undo' }).waitFor({ state: 'detached' });
  await page.goto(`/items/${id}`);
  await page.getByRole('heading', { name: 'History' }).waitFor();
  expect(await page.getByRole('button', { name: 'Reopen' }).count(), 'not for everybody').toBe(0);
  await context.close();

  const owner = await site.visit('ada');
  await owner.page.goto(`/items/${id}`);
  await owner.page.getByRole('button', { name: 'Reopen' }).click();
  const dialog = owner.page.getByRole('dialog', { name: 'Reopen this item?' });
  await dialog.getByLabel('Why').fill('The price has changed.');
  await dialog.getByRole('button', { name: 'Reopen' }).click();
  await owner.page.getByRole('link', { name: 'Review this item' }).waitFor();
  expect((await itemOf(id)).state).toBe('waiting');
  const history = await site.as<ItemHistory>('ada', 'GET', `/v1/items/${id}/history`);
  expect(
    history.reviews.map(({ verdict }) => verdict),
    'the first decision stays on record',
  ).toContain('approve');
  expect((await site.eventsOf(id)).map(({ kind }) => kind)).toContain('item.reopened');
  expect([...troubles, ...owner.troubles]).toEqual([]);
  await owner.context.close();
});

test('[C2] whoever leaves the screen gives the items back at once, also where a worker keeps the shell', async () => {
  const [id = ''] = await site.prepare('left', { title: 'Left' }, plain(1));
  const { page, context, troubles } = await site.visit('ada');
  await page.goto('/settings');
  await expect.poll(() => page.evaluate('Boolean(navigator.serviceWorker.controller)')).toBe(true);
  await new ReviewDesk(page).open('left');
  await page.goto('/settings');
  const benGets = () =>
    site.as('ben', 'POST', '/v1/claims', { item: id }).then(
      () => true,
      () => false,
    );
  await expect.poll(benGets).toBe(true);
  expect(troubles).toEqual([]);
  await context.close();
});
