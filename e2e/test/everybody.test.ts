import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openVisitor } from '../src/browser.ts';
import { englishTexts, freeWork, prepareSample, type Sample, screens } from '../src/screens.ts';
import { openTestSite, type TestSite } from '../src/test-site.ts';

let site: TestSite;
let sample: Sample;
beforeAll(async () => {
  site = await openTestSite();
  sample = await prepareSample(site, englishTexts);
});
beforeEach(() => freeWork(site, sample));
afterAll(() => site?.[Symbol.asyncDispose]());

const violationsOf = async (page: Page, rules?: string[]) => {
  const axe = new AxeBuilder({ page });
  const { violations } = await (rules
    ? axe.withRules(rules)
    : axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  ).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
};

const looks = [
  { name: 'light', colorScheme: 'light', contrast: 'no-preference' },
  { name: 'dark', colorScheme: 'dark', contrast: 'no-preference' },
  { name: 'high contrast', colorScheme: 'light', contrast: 'more' },
  { name: 'dark with high contrast', colorScheme: 'dark', contrast: 'more' },
] as const;

for (const { name, colorScheme, contrast } of looks)
  test(`every screen is accessible and loads nothing from elsewhere (${name})`, async () => {
    // What has nothing to do with colours is the same in every look: once is enough.
    const rules = name === 'light' ? undefined : ['color-contrast'];
    const stranger = await openVisitor(site.browser, { url: site.installation.url, colorScheme, expectsFailures: true });
    await stranger.page.emulateMedia({ contrast });
    for (const [address, sign] of [
      ['/', 'Sign in'],
      ['/welcome#none', 'Create my account'],
    ] as const) {
      await stranger.page.goto(address);
      await stranger.page.getByText(sign).first().waitFor();
      expect.soft(await violationsOf(stranger.page, rules), address).toEqual([]);
    }
    const { page, context, troubles } = await site.visit('ada', { colorScheme, expectsFailures: true });
    await page.emulateMedia({ contrast });
    for (const [screen, show] of Object.entries(screens)) {
      await show(page, sample);
      expect.soft(await violationsOf(page, rules), screen).toEqual([]);
    }
    expect([...stranger.troubles, ...troubles]).toEqual([]);
    await Promise.all([stranger.context.close(), context.close()]);
  });

/** Widths that a thing must fit into, and what makes them. At 200 % a window of 1280 pixels has room for 640. */
const widths = [
  { name: '360 pixels', viewport: { width: 360, height: 740 } },
  { name: '200 % zoom', viewport: { width: 640, height: 400 } },
];

/** What does not fit into the header or a bar of actions, and buttons that show nothing. */
const misshapen = `[...document.querySelectorAll('header nav, [role=group] button, [role=group] a')]
  .filter((each) => each.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && each.scrollWidth > each.clientWidth + 1)
  .map((each) => ['too wide:', each.textContent, each.scrollWidth, 'in', each.clientWidth].join(' '))
  .concat([...document.querySelectorAll('button')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.innerText.trim() === ''
      && ![...each.querySelectorAll('svg, img')].some((picture) => picture.checkVisibility()))
    .map((each) => 'empty: ' + (each.ariaLabel ?? each.outerHTML.slice(0, 100))))`;

for (const { name, viewport } of widths)
  test(`every screen fits into ${name}, and what decides is in reach`, async () => {
    const { page, context, troubles } = await site.visit('ada', { viewport, expectsFailures: true });
    for (const [screen, show] of Object.entries(screens)) {
      await show(page, sample);
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), screen).toBeLessThanOrEqual(viewport.width);
      expect.soft(await page.evaluate(misshapen), screen).toEqual([]);
    }
    await screens['review']!(page, sample);
    for (const label of ['Approve', 'Reject', 'Send back', 'Skip']) {
      const box = await page.getByRole('group', { name: 'Decision' }).getByRole('button', { name: label }).boundingBox();
      expect.soft(box && box.y >= 0 && box.y + box.height <= viewport.height, label).toBe(true);
      expect.soft(await cutOff(page, label), `${label} can be read whole`).toBe(false);
    }
    expect(troubles).toEqual([]);
    await context.close();
  });

type Measured = { scrollWidth: number; clientWidth: number };

const cutOff = (page: Page, label: string) =>
  page
    .getByRole('group', { name: 'Decision' })
    .getByText(label, { exact: true })
    .evaluate((text) => (text as unknown as Measured).scrollWidth > (text as unknown as Measured).clientWidth);

test('whoever wants less motion gets none: by the system, and by their own choice', async () => {
  const moving = `document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime > 1)
    .map((each) => [each.animationName ?? each.transitionProperty ?? each.id, each.effect.target?.className, each.effect.getComputedTiming().endTime].join(' '))`;
  const { page, context, troubles } = await site.visit('ben');
  await screens['review']!(page, sample);
  await page.keyboard.press('s');
  await page.getByRole('group', { name: 'Undo' }).waitFor();
  expect(await page.evaluate(moving)).toEqual([]);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/settings');
  await page.getByText('Reduced', { exact: true }).click();
  await screens['review']!(page, sample);
  await page.keyboard.press('s');
  await page.getByRole('group', { name: 'Undo' }).waitFor();
  expect(await page.evaluate(moving)).toEqual([]);
  await site.as('ben', 'PUT', '/v1/me/preferences', {});
  expect(troubles).toEqual([]);
  await context.close();
});

test('whoever listens hears the item, the flag and the change by name', async () => {
  const { page, context, troubles } = await site.visit('ada');
  await screens['review']!(page, sample);
  const live = page.locator('[aria-live=polite]:not(:empty)');
  await expect.poll(() => live.allTextContents()).toContainEqual('Rock lamp');
  const flagged = page.locator('[role=mark]').first();
  await flagged.waitFor();
  expect(await flagged.getAttribute('aria-description')).toMatch(/^Error: “2 kg” does not agree/);
  await page.keyboard.press('n');
  await expect
    .poll(() => page.getByTestId('flag-announcement').first().textContent())
    .toMatch(/^Flag 1 of 1\. Error\. “2 kg”\. .+ Suggestions: 1 3 kg\.$/);
  await page.keyboard.press('f');
  const changes = page.getByRole('region', { name: 'Your changes' });
  await changes.getByRole('button', { name: 'Put back “2” in place of “3”' }).waitFor();
  expect(await changes.ariaSnapshot()).toMatch(/deletion: "?Taken out: 2[\s\S]*insertion: "?Put in: 3/);
  expect(troubles).toEqual([]);
  await context.close();
});
