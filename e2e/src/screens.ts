import type { Page } from 'playwright-core';
import type { Settings, TestSite } from './test-site.ts';

/** What the screens show: one checkpoint with work, one without, and one item that has a past. */
export interface Sample {
  checkpoint: string;
  empty: string;
  item: string;
  /** Ids of the work, all of it. */
  work: string[];
  /** A file that was uploaded, and waits to be set up. */
  batch: string;
}

export interface SampleTexts {
  settings: Settings;
  input: object;
  flawed: object;
  plain: object;
  comment: string;
}

/** Checkpoints and items for every screen, in the words of one language. */
export async function prepareSample(site: TestSite, { settings, input, flawed, plain, comment }: SampleTexts): Promise<Sample> {
  await site.prepare('empty', { title: settings.title, undoSeconds: 0 }, []);
  const [past = ''] = await site.prepare('past', { ...settings, undoSeconds: 0 }, [{ key: 'past', input, output: plain }]);
  await site.as('ada', 'POST', `/v1/items/${past}/comments`, { text: comment, mentions: [] });
  const [heading = ''] = Object.keys(plain);
  const { outputHash } = await site.program.item(past);
  await site.as('ada', 'POST', `/v1/items/${past}/reviews`, {
    verdict: 'edit',
    outputHash,
    output: { ...plain, [heading]: `${settings.title}!` },
  });
  const work = Array.from({ length: 12 }, (_, index) => ({
    key: `work-${index}`,
    input,
    output: index % 3 === 0 ? flawed : plain,
    confidence: 0.3 + index / 20,
    model: 'writer-1',
  }));
  const ids = await site.prepare('work', settings, work);
  const batch = await upload(site, `${settings.title}.jsonl`, [input, input].map((row) => JSON.stringify(row)).join('\n'));
  return { checkpoint: 'work', empty: 'empty', item: past, work: ids, batch };
}

async function upload({ installation: { url }, team }: TestSite, name: string, body: string): Promise<string> {
  const answer = await fetch(`${url}/v1/batches?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { cookie: team.ada, origin: url, 'content-type': 'application/octet-stream' },
    body,
  });
  if (!answer.ok) throw new Error(`the upload answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { id: string }).id;
}

/** Puts all work back, also what a window that was shut in haste still holds: the same item comes first for whoever looks next. */
export const freeWork = (site: TestSite, { work }: Sample): Promise<unknown> =>
  site.as('ada', 'POST', '/v1/claims/give-back', { itemIds: work, skip: false });

const shown = (page: Page, selector: string) => page.locator(`${selector}:visible`).first().waitFor();

/** The review screen with an item that was checked, without what was typed there before. */
async function review(page: Page, { checkpoint }: Sample): Promise<void> {
  await page.goto(`/review/${checkpoint}`);
  await shown(page, 'section[data-state="checked"]');
  await page.waitForFunction("[...document.querySelectorAll('[data-item]')].some((bench) => bench.dataset.ready === bench.dataset.item)");
  const restore = page.locator('p[data-edited] button:visible');
  if ((await restore.count()) === 0) return;
  await restore.first().click();
  await shown(page, '[role=mark]');
}

async function grid(page: Page, { checkpoint }: Sample): Promise<void> {
  await page.goto(`/grid/${checkpoint}`);
  await shown(page, '[data-card] ul');
}

const then =
  (first: (page: Page, sample: Sample) => Promise<void>, key: string, selector: string) => async (page: Page, sample: Sample) => {
    await first(page, sample);
    await page.keyboard.press(key);
    await shown(page, selector);
  };

/** How to get to every screen, and to what opens on it, whatever the language. */
export const screens: { [name: string]: (page: Page, sample: Sample) => Promise<void> } = {
  home: (page) => page.goto('/').then(() => shown(page, 'main article')),
  items: (page) => page.goto('/items').then(() => shown(page, '[role=cell], td')),
  'items-empty': (page) => page.goto('/items?search=nothing-like-this').then(() => shown(page, 'main h2')),
  item: (page, { item }) => page.goto(`/items/${item}`).then(() => shown(page, 'main ol time')),
  review,
  'review-flag': then(review, 'n', '[data-flag-card]'),
  'review-reject': then(review, 'r', '[role=dialog]'),
  'review-return': then(review, 'b', '[role=dialog]'),
  'review-hold': then(review, 'h', '[role=dialog]'),
  'review-assign': then(review, 'g', '[role=dialog]'),
  'review-keys': then(review, '?', '[role=dialog] dl'),
  'review-edited': async (page, sample) => {
    await review(page, sample);
    await page.keyboard.press('f');
    await shown(page, 'ins');
  },
  'review-empty': (page, { empty }) => page.goto(`/review/${empty}`).then(() => shown(page, 'main h1')),
  'review-failed': async (page, { checkpoint }) => {
    await page.route('**/v1/claims', (route) => route.abort());
    await page.goto(`/review/${checkpoint}`);
    await shown(page, 'main [role=alert] h1');
    await page.unroute('**/v1/claims');
  },
  grid,
  'grid-similar': then(grid, 'f', 'aside select'),
  'grid-edit': then(grid, 'e', '[data-card] [role=textbox], [data-card] input'),
  'grid-confirm': then(grid, 'Control+Enter', '[role=dialog] h3'),
  'grid-empty': (page, { empty }) => page.goto(`/grid/${empty}`).then(() => shown(page, 'main h1')),
  batches: (page) => page.goto('/batches').then(() => shown(page, 'main a[href^="/batches/"]')),
  'batch-set-up': (page, { batch }) => page.goto(`/batches/${batch}`).then(() => shown(page, 'main form')),
  workflows: (page) => page.goto('/workflows').then(() => shown(page, 'main h1')),
  'workflow-edit': async (page) => {
    await page.goto('/workflows');
    await page.locator('main header button').click();
    await shown(page, 'main textarea');
  },
  versions: (page) => page.goto('/checkpoints/past/versions').then(() => shown(page, 'main table')),
  lessons: (page) => page.goto('/lessons').then(() => shown(page, 'main h2')),
  settings: (page) => page.goto('/settings').then(() => shown(page, 'main li')),
  mentions: async (page) => {
    await page.goto('/items?search=nothing-like-this');
    await page.locator('header button[aria-haspopup]').first().click();
    await shown(page, '[role=menu]');
  },
  account: async (page) => {
    await page.goto('/items?search=nothing-like-this');
    await page.locator('header button[aria-haspopup]').last().click();
    await shown(page, '[role=menu]');
  },
  nowhere: (page) => page.goto('/nowhere').then(() => shown(page, 'h1')),
};

export const englishTexts: SampleTexts = {
  settings: {
    title: 'Shop texts',
    instructions: '## Read first\n\n- Facts\n- Tone',
    reasons: [
      { code: 'wrong', label: 'Wrong fact' },
      { code: 'tone', label: 'Off tone' },
    ],
    outputSchema: {
      type: 'object',
      required: ['title', 'text', 'points'],
      additionalProperties: false,
      properties: {
        title: { type: 'string', title: 'Title', maxLength: 60 },
        text: { type: 'string', title: 'Text', maxLength: 600 },
        points: { type: 'array', title: 'Points', items: { type: 'string' } },
      },
    },
  },
  input: { name: 'Rock lamp', weight: '3 kg', material: 'oak', colours: ['white', 'black'] },
  flawed: { title: 'The rock lamp', text: 'A lamp of oak for the table. It weighs 2 kg and is white.', points: ['Of oak', 'Weighs 3 kg'] },
  plain: { title: 'The rock lamp', text: 'A lamp of oak for the table. It weighs 3 kg and is white.', points: ['Of oak', 'Weighs 3 kg'] },
  comment: 'Is oak right?',
};
