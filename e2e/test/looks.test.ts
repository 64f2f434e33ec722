import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { isAlike, type Looks, openLooks, steady } from '../src/looks.ts';
import { englishTexts, freeWork, prepareSample, type Sample, screens } from '../src/screens.ts';
import { openTestSite, type TestSite } from '../src/test-site.ts';

let site: TestSite;
let sample: Sample;
let looks: Looks;
let steadyStyle: string;
beforeAll(async () => {
  site = await openTestSite();
  sample = await prepareSample(site, englishTexts);
  looks = await openLooks(site.browser);
  steadyStyle = steady();
});
beforeEach(() => freeWork(site, sample));
afterAll(() => site?.[Symbol.asyncDispose]());

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };
const forms = [
  {
    name: 'light',
    colorScheme: 'light' as const,
    viewport: wide,
    shown: ['home', 'items', 'item', 'review-flag', 'review-edited', 'review-reject', 'grid', 'grid-confirm', 'settings'],
  },
  { name: 'dark', colorScheme: 'dark' as const, viewport: wide, shown: ['home', 'review-flag', 'review-edited', 'grid'] },
  { name: 'narrow', colorScheme: 'light' as const, viewport: narrow, shown: ['home', 'review', 'review-flag', 'review-reject', 'grid'] },
  { name: 'empty', colorScheme: 'light' as const, viewport: wide, shown: ['review-empty', 'grid-empty', 'items-empty'] },
  { name: 'error', colorScheme: 'light' as const, viewport: wide, shown: ['review-failed', 'nowhere'] },
];

/** The screen as it is on every machine: one typeface, no times, nothing on its way. */
async function settle(page: Page, screen: string): Promise<Buffer> {
  await page.goto('about:blank');
  await freeWork(site, sample);
  await screens[screen]!(page, sample);
  await page.addStyleTag({ content: steadyStyle });
  await page.evaluate("document.fonts.load('16px Steady').then(() => document.fonts.ready).then(() => undefined)");
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.waitForTimeout(350);
  return looks.take(page);
}

for (const { name, colorScheme, viewport, shown } of forms)
  test(`the main screens look as they are kept (${name})`, async () => {
    const { page, context } = await site.visit('ada', { colorScheme, viewport, expectsFailures: true, ignoresPolicy: true });
    for (const screen of shown) {
      const picture = await settle(page, screen);
      const distance = await looks.fromKept(`${screen}-${name}`, picture);
      const isKept = isAlike(distance);
      const told = isKept ? '' : `; see ${looks.putAside(`${screen}-${name}`, picture)}, or keep it with UPDATE_LOOKS=1`;
      expect.soft(isKept, `${screen}: ${distance.mean.toFixed(1)} apart, ${distance.worst.toFixed(0)} at worst${told}`).toBe(true);
    }
    await context.close();
  });

test('a button that is missing, another colour and a crooked layout are seen', async () => {
  const { page, context } = await site.visit('ada', { viewport: wide, expectsFailures: true, ignoresPolicy: true });
  const whole = await settle(page, 'review-flag');
  const spoilt = async (style: string) => {
    await page.addStyleTag({ content: style });
    const distance = await looks.distance(whole, await looks.take(page));
    await page.evaluate("[...document.querySelectorAll('style')].at(-1).remove()");
    return distance;
  };
  expect(isAlike(await spoilt('[data-command=approve] { visibility: hidden }'))).toBe(false);
  expect(isAlike(await spoilt('[data-command=approve] { background: crimson !important }'))).toBe(false);
  expect(isAlike(await spoilt('main { padding-left: 60px !important }'))).toBe(false);
  expect(isAlike(await spoilt('[data-flag-card] { display: none !important }'))).toBe(false);
  await context.close();
});
