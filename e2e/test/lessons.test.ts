import AxeBuilder from '@axe-core/playwright';
import type { Lesson } from '@countersign/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk } from '../src/browser.ts';
import { openTestSite, type TestSite } from '../src/test-site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

const places = ['kitchen', 'garden', 'hall', 'office', 'cabin', 'studio', 'garage'];
const draft = (number: number) => `You can utilize it in the ${places[number % 7]}.`;
const lessons = async () => (await site.as<{ lessons: Lesson[] }>('ada', 'GET', '/v1/lessons')).lessons;

test('[L2] the same edit again and again is proposed, ratified, shown on the next item, and accepted by one key', async () => {
  const ids = await site.prepare(
    'texts',
    { title: 'Texts', undoSeconds: 0 },
    Array.from({ length: 18 }, (_, i) => ({ key: `taught-${i}`, input: { name: `Tool ${i}` }, output: draft(i) })),
  );
  for (const [i, id] of ids.entries())
    await site.as('ben', 'POST', `/v1/items/${id}/reviews`, { verdict: 'edit', output: draft(i).replace('utilize', 'use') });
  await expect.poll(async () => (await lessons()).map(({ state }) => state), { timeout: 30_000 }).toEqual(['proposed']);

  const lead = await site.visit('ada');
  await lead.page.goto('/lessons');
  const proposed = lead.page.getByRole('region', { name: 'Waiting for you' });
  await proposed.getByText('“utilize” → “use”').waitFor();
  await proposed.getByText(/Changed in 16 of 16 cases · right in at least \d\d%/).waitFor();
  await proposed.getByRole('button', { name: 'Evidence' }).click();
  await proposed.getByRole('link', { name: 'Tool 17' }).waitFor();
  expect((await new AxeBuilder({ page: lead.page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
  await lead.page.setViewportSize({ width: 360, height: 740 });
  expect(await lead.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await proposed.getByRole('button', { name: 'Show to reviewers' }).click();
  await lead.page.getByRole('region', { name: 'Shown to reviewers' }).getByText('“utilize” → “use”').waitFor();
  expect(lead.troubles).toEqual([]);
  await lead.context.close();

  await site.program.checkpoint('texts').submit({ key: 'next', input: { name: 'Next' }, output: draft(3) });
  const { page, context, troubles } = await site.visit('ben');
  const desk = new ReviewDesk(page);
  const id = await desk.open('texts');
  const flag = page.getByRole('region', { name: 'Flags' }).getByRole('listitem');
  await expect.poll(() => flag.allTextContents()).toEqual([expect.stringMatching(/utilize.*People changed this in \d+ of \d+ cases/)]);
  await page.keyboard.press('f');
  await expect.poll(() => page.getByRole('textbox', { name: 'Draft' }).textContent()).toBe(draft(3).replace('utilize', 'use'));
  await page.keyboard.press('a');
  await expect.poll(async () => (await site.program.item(id)).decision?.outcome ?? null).toBe('edited');
  expect((await site.program.item(id)).output).toBe(draft(3).replace('utilize', 'use'));
  await expect.poll(async () => (await lessons())[0]?.accepted).toBe(1);
  expect(troubles).toEqual([]);
  await context.close();

  const owner = await site.visit('ada');
  await owner.page.goto('/lessons');
  await owner.page.getByRole('button', { name: /^Make a brand rule/ }).click();
  await owner.page.getByRole('region', { name: 'Switched off' }).waitFor();
  expect(owner.troubles).toEqual([]);
  await owner.context.close();
});
