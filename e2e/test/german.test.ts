import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { de } from '../../packages/console/src/words/de.ts';
import { en } from '../../packages/console/src/words/en.ts';
import { openVisitor } from '../src/browser.ts';
import { prepareSample, type Sample, type SampleTexts, screens } from '../src/screens.ts';
import { openTestSite, type TestSite } from '../src/test-site.ts';

const germanTexts: SampleTexts = {
  settings: {
    title: 'Ladentexte',
    instructions: '## Zuerst lesen\n\n- Fakten\n- Tonfall',
    reasons: [
      { code: 'falsch', label: 'Falsche Angabe' },
      { code: 'tonfall', label: 'Falscher Tonfall' },
    ],
    outputSchema: {
      type: 'object',
      required: ['ueberschrift', 'beschreibung', 'punkte'],
      additionalProperties: false,
      properties: {
        ueberschrift: { type: 'string', title: 'Überschrift' },
        beschreibung: { type: 'string', title: 'Beschreibung', maxLength: 600 },
        punkte: { type: 'array', title: 'Punkte', items: { type: 'string' } },
        hinweis: { type: 'string', title: 'Hinweis' },
      },
    },
  },
  input: { bezeichnung: 'Felsenlampe', gewicht: '3 kg', werkstoff: 'Eiche' },
  flawed: { ueberschrift: 'Felsenlampe', beschreibung: 'Eine Lampe aus Eiche. Sie wiegt 2 kg.', punkte: ['Aus Eiche', 'Wiegt 3 kg'] },
  plain: { ueberschrift: 'Felsenlampe', beschreibung: 'Eine Lampe aus Eiche. Sie wiegt 3 kg.', punkte: ['Aus Eiche', 'Wiegt 3 kg'] },
  comment: 'Stimmt das mit der Eiche?',
};

let site: TestSite;
let sample: Sample;
beforeAll(async () => {
  site = await openTestSite();
  sample = await prepareSample(site, germanTexts);
});
afterAll(() => site?.[Symbol.asyncDispose]());

type Catalogue = { [name: string]: unknown };

/** What the catalogue says in two languages, pair by pair; sentences with values in them as the pieces between the values. */
function pairsOf(ours: Catalogue, theirs: Catalogue): [english: string, german: string][] {
  return Object.entries(ours).flatMap(([name, value]): [string, string][] => {
    const other = theirs[name];
    if (typeof value === 'string') return [[value, String(other)]];
    if (typeof value === 'function') return [[saidBy(value), saidBy(other)]];
    return typeof value === 'object' && value !== null ? pairsOf(value as Catalogue, other as Catalogue) : [];
  });
}

function saidBy(sentence: unknown): string {
  try {
    return String((sentence as (...values: unknown[]) => unknown)(7, 7, 7, 7, 7));
  } catch {
    return ''; // it wants values of another kind
  }
}

const pieces = (text: string): string[] =>
  text
    .split(/[\d“”„…]+/)
    .map((piece) => piece.trim())
    .filter((piece) => /\p{L}{2}.*\s.*\p{L}{2}/u.test(piece));

const pairs = pairsOf(en, de).filter(([english, german]) => english !== german && /\p{L}{3}/u.test(english));
const whole = new Set(pairs.map(([english]) => english));
const parts = [...new Set(pairs.flatMap(([english, german]) => pieces(english).filter((piece) => !german.includes(piece))))];

/** Everything on the page that is read by somebody: texts, names, hints. */
const read = `[...new Set([
  ...(function* () {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) if (!walk.currentNode.parentElement.closest('script, style, kbd')) yield walk.currentNode.data.trim();
  })(),
  ...[...document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [aria-description]')].flatMap((each) =>
    ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'].map((name) => each.getAttribute(name)?.trim())),
])].filter(Boolean)`;

async function englishOn(page: Page): Promise<string[]> {
  const texts = (await page.evaluate(read)) as string[];
  return texts.filter((text) => whole.has(text) || parts.some((part) => text.includes(part)));
}

test('the list of English sentences is long enough to find one', () => {
  expect(whole.size).toBeGreaterThan(300);
  expect(parts.length).toBeGreaterThan(100);
});

test('in German no screen says anything in English', async () => {
  const stranger = await openVisitor(site.browser, { url: site.installation.url, language: 'de-DE', expectsFailures: true });
  await stranger.page.goto('/');
  await stranger.page.getByRole('button', { name: de.signIn.submit }).waitFor();
  expect.soft(await englishOn(stranger.page), 'sign-in').toEqual([]);
  await stranger.context.close();

  const { page, context, troubles } = await site.visit('ada', { language: 'de-DE', expectsFailures: true });
  for (const [screen, show] of Object.entries(screens)) {
    await show(page, sample);
    expect.soft(await englishOn(page), screen).toEqual([]);
  }
  expect(await page.evaluate('document.documentElement.lang')).toBe('de');
  expect(troubles).toEqual([]);
  await context.close();
});

test('the language is chosen in the settings, kept by the server and there in another browser', async () => {
  const here = await site.visit('ben');
  await here.page.goto('/settings');
  await here.page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await here.page.getByRole('heading', { name: de.settings.title }).waitFor();
  await here.context.close();
  const there = await site.visit('ben');
  await there.page.goto('/settings');
  await there.page.getByRole('heading', { name: de.settings.title }).waitFor();
  expect([...here.troubles, ...there.troubles]).toEqual([]);
  await there.context.close();
});
