import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '@countersign/contract';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ReviewDesk } from '../src/browser.ts';
import { openTestSite, type TestSite } from '../src/test-site.ts';

const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
let pictures: Server;
let place: string;
let site: TestSite;

beforeAll(async () => {
  pictures = createServer((_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(dot));
  await new Promise<void>((resolve) => pictures.listen(0, '127.0.0.1', resolve));
  place = `127.0.0.1:${(pictures.address() as AddressInfo).port}`;
  site = await openTestSite({ env: { COUNTERSIGN_IMAGE_HOSTS: place } });
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  pictures.close();
});

const open = async (name: string) => {
  const { page, context, troubles } = await site.visit('ada');
  const desk = new ReviewDesk(page);
  const id = await desk.open(name);
  return { page, context, troubles, desk, id, draft: page.getByRole('region', { name: 'Draft', exact: true }) };
};

const object = (properties: JsonObject, required = Object.keys(properties)): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const text = (more: JsonObject = {}): JsonObject => ({ type: 'string', ...more });

const schema = object(
  {
    name: text({ maxLength: 60 }),
    story: text({ maxLength: 900, description: 'What a customer reads.' }),
    price: { type: 'number', minimum: 1, maximum: 500 },
    stock: { type: 'integer' },
    size: { enum: ['S', 'M', 'L'] },
    colours: { type: 'array', items: { enum: ['red', 'green', 'blue'] } },
    launch: text({ format: 'date' }),
    shown_from: text({ format: 'date-time' }),
    gift: { type: 'boolean' },
    bullets: { type: 'array', items: text(), minItems: 1 },
    maker: object({ name: text(), address: object({ town: text() }) }),
    photo: text({ format: 'uri', contentMediaType: 'image/png' }),
    parts: { type: 'array', items: object({ part: text(), count: { type: 'integer' } }) },
    steps: { type: 'array', items: object({ title: text(), tools: { type: 'array', items: text() } }) },
    note: text(),
  },
  ['name', 'story', 'price', 'stock', 'size', 'colours', 'launch', 'shown_from', 'gift', 'bullets', 'maker', 'photo', 'parts', 'steps'],
);
const product = () => ({
  name: 'Lamp',
  story: 'A lamp for the table.',
  price: 49.5,
  stock: 3,
  size: 'M',
  colours: ['red'],
  launch: '2026-12-01',
  shown_from: '2026-12-01T08:00:00Z',
  gift: false,
  bullets: ['One', 'Two'],
  maker: { name: 'Ole', address: { town: 'Bergen' } },
  photo: `http://${place}/lamp.png`,
  parts: [{ part: 'Shade', count: 1 }],
  steps: [{ title: 'Unpack', tools: ['knife'] }],
});

test('a form for every shape: text, numbers, enums, dates, lists, nested objects, images, tables', async () => {
  const [id = ''] = await site.prepare('shapes', { title: 'Shapes', outputSchema: schema }, [{ key: 'a', input: null, output: product() }]);
  const { page, context, troubles, draft, desk } = await open('shapes');
  await draft.getByText('What a customer reads.').waitFor();
  await draft.getByRole('textbox', { name: 'Name', exact: true }).first().fill('Table lamp');
  await draft.getByRole('textbox', { name: 'Story' }).fill('A lamp for every table.');
  await draft.getByRole('textbox', { name: 'Price' }).fill('0.5');
  await draft.getByRole('textbox', { name: 'Stock' }).fill('7');
  await draft.getByRole('combobox', { name: 'Size' }).selectOption('L');
  await draft.getByRole('checkbox', { name: 'blue' }).check();
  await draft.getByLabel('Launch').fill('2026-12-24');
  await draft.getByRole('checkbox', { name: 'Gift' }).check();
  await draft.getByRole('textbox', { name: 'Bullets, line 2' }).fill('Second');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Third');
  await draft.getByRole('textbox', { name: 'Town' }).fill('Oslo');
  await draft.getByRole('button', { name: 'Add a row' }).click();
  await draft.getByRole('textbox', { name: 'Part, row 2' }).fill('Bulb');
  await draft.getByRole('textbox', { name: 'Count, row 2' }).fill('2');
  await draft.getByRole('button', { name: 'Add an entry' }).click();
  await draft.getByRole('textbox', { name: 'Title' }).last().fill('Screw in');
  await draft.getByRole('button', { name: 'Add Note' }).click();
  await draft.getByRole('textbox', { name: 'Note' }).fill('Fragile.');

  const image = draft.getByRole('img', { name: 'Image: Photo' });
  expect(await image.getAttribute('src')).toMatch(/^\/v1\/images\?/);
  await expect.poll(() => page.evaluate("document.querySelector('img[alt^=Image]').naturalWidth")).toBe(1);

  await page.keyboard.press('Control+Enter');
  await draft.getByText('At least 1.').waitFor();
  expect(await draft.getByRole('textbox', { name: 'Price' }).evaluate('document.activeElement.getAttribute("aria-label")')).toBe('Price');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('59');
  await desk.approveLast('Control+Enter', page.getByRole('heading', { name: 'All done' }));
  await expect
    .poll(async () => (await site.program.item(id)).output)
    .toEqual({
      ...product(),
      name: 'Table lamp',
      story: 'A lamp for every table.',
      price: 59,
      stock: 7,
      size: 'L',
      colours: ['red', 'blue'],
      launch: '2026-12-24',
      gift: true,
      bullets: ['One', 'Second', 'Third'],
      maker: { name: 'Ole', address: { town: 'Oslo' } },
      parts: [...product().parts, { part: 'Bulb', count: 2 }],
      steps: [...product().steps, { title: 'Screw in', tools: [] }],
      note: 'Fragile.',
    });
  expect(troubles).toEqual([]);
  await context.close();
});

test('a tool call is a form of its arguments, or JSON; JSON that is none yet cannot be approved', async () => {
  const call = { name: 'send_refund', arguments: { order: 'A-17', amount: 20, notify: true } };
  const [id = ''] = await site.prepare('calls', { title: 'Calls' }, [{ key: 'a', input: null, output: call }]);
  const { page, context, troubles, draft, desk } = await open('calls');
  await draft.getByText('send_refund').first().waitFor();
  await draft.getByRole('textbox', { name: 'Amount' }).fill('15');
  await draft.getByText('JSON', { exact: true }).click();
  const json = draft.getByRole('textbox', { name: 'Arguments' });
  await expect.poll(() => json.textContent()).toContain('"amount": 15');
  await json.fill('{"order": "A-17", "amount": ');
  await page.keyboard.press('Control+Enter');
  await draft.getByText('This is not valid JSON yet.').first().waitFor();
  expect(await desk.itemId()).toBe(id);
  await json.fill('{"order": "A-17", "amount": 12}');
  await draft.getByText('Form', { exact: true }).click();
  expect(await draft.getByRole('textbox', { name: 'Amount' }).inputValue()).toBe('12');
  await desk.approveLast('Control+Enter', page.getByRole('heading', { name: 'All done' }));
  await expect
    .poll(async () => (await site.program.item(id)).output)
    .toEqual({
      name: 'send_refund',
      arguments: { order: 'A-17', amount: 12 },
    });
  expect(troubles).toEqual([]);
  await context.close();
});

const attack = `<h2>Hello</h2><p onclick="globalThis.ran = 1">A <b>bold</b> word<script>globalThis.ran = 1</script></p>
<img src="x" onerror="globalThis.ran = 1" alt="a lamp"><iframe srcdoc="<script>parent.ran = 1</script>"></iframe>
<a href="javascript:globalThis.ran = 1">press me</a><form action="/v1/auth/sign-out"><button>Go</button></form><style>body { display: none }</style>`;

test('Markdown has its preview; HTML is shown sanitised and never run', async () => {
  const rich = object({ body: text({ format: 'markdown' }), page: text({ contentMediaType: 'text/html' }) });
  const body = '## Light\n\nA **warm** lamp.\n\n- one\n- two\n\n<script>globalThis.ran = 1</script> [go](javascript:alert(1))';
  await site.prepare('rich', { title: 'Rich', outputSchema: rich }, [
    { key: 'a', input: { source: attack }, output: { body, page: attack } },
  ]);
  const { page, context, troubles, draft } = await open('rich');
  const preview = draft.getByRole('region', { name: 'View of Body' });
  await preview.locator('strong', { hasText: 'warm' }).waitFor();
  expect(await preview.getByRole('listitem').allTextContents()).toEqual(['one', 'two']);
  expect(await preview.textContent()).toContain('<script>');
  expect(await preview.getByRole('link').count(), 'an address that would run is no link').toBe(0);
  await draft.getByRole('textbox', { name: 'Body' }).fill('A **cold** lamp.');
  await preview.locator('strong', { hasText: 'cold' }).waitFor();

  const shown = draft.getByRole('region', { name: 'View of Page' });
  await shown.locator('b', { hasText: 'bold' }).waitFor();
  expect(await shown.locator('script, iframe, form, img, style, [onclick], [onerror]').count()).toBe(0);
  expect(await shown.locator('button').filter({ hasText: 'Go' }).count()).toBe(0);
  expect(await shown.getByRole('link').count()).toBe(0);
  await shown.getByText('press me').click();
  await shown.getByText('Scripts, styles and forms are left out; nothing in it runs.').waitFor();
  await shown.getByText('Outline', { exact: true }).click();
  await shown.getByText('h2', { exact: true }).waitFor();
  expect(await page.evaluate('globalThis.ran')).toBeUndefined();
  expect(troubles).toEqual([]);
  await context.close();
});

const changes = (page: Page) => page.getByRole('region', { name: 'Your changes' });

test('changes are shown word by word, inline and side by side, and taken back one by one', async () => {
  await site.prepare('changes', { title: 'Changes' }, [{ key: 'a', input: null, output: 'The red lamp is very bright and stands here.' }]);
  const { page, context, troubles, draft, desk } = await open('changes');
  const editor = draft.getByRole('textbox', { name: 'Draft' });
  await editor.fill('The blue lamp is bright and stands here.');
  await expect.poll(() => changes(page).locator('del').allTextContents()).toEqual(['Taken out: red', 'Taken out:  very']);
  expect(await changes(page).locator('ins').allTextContents()).toEqual(['Put in: blue']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await expect.poll(() => changes(page).getAttribute('data-form')).toBe('side-by-side');
  await changes(page).getByText('The AI’s text').waitFor();
  await changes(page).getByText('Your text').waitFor();
  await page.reload();
  await desk.itemId();
  await expect.poll(() => changes(page).getAttribute('data-form'), { message: 'as it was left' }).toBe('side-by-side');
  await page.keyboard.press('d');
  await changes(page).getByRole('button', { name: 'Put back “red” in place of “blue”' }).click();
  await expect.poll(() => editor.textContent()).toBe('The red lamp is bright and stands here.');
  await changes(page).getByRole('button', { name: 'Put back “very”' }).click();
  await expect.poll(() => editor.textContent()).toBe('The red lamp is very bright and stands here.');
  await changes(page).waitFor({ state: 'detached' });
  await desk.decision.getByRole('button', { name: /^ApproveA|^Approve$/ }).waitFor();
  expect(troubles).toEqual([]);
  await context.close();
});

test('the history tells each revision, its author and its time, with what was changed', async () => {
  const [id = ''] = await site.prepare('past', { title: 'Past', undoSeconds: 1 }, [{ key: 'a', input: null, output: 'A red lamp.' }]);
  const { page, context, troubles, draft, desk } = await open('past');
  await draft.getByRole('textbox', { name: 'Draft' }).fill('A blue lamp.');
  await desk.approveLast('Control+Enter', page.getByRole('heading', { name: 'All done' }));
  await expect.poll(async () => (await site.program.item(id)).state).toBe('released');
  await site.as('ada', 'POST', `/v1/items/${id}/reopen`, { comment: 'Look again.' });
  await page.goto(`/items/${id}/review`);
  await desk.itemId();
  const history = page.getByRole('list', { name: 'History' });
  await expect.poll(() => history.getByRole('listitem').count()).toBe(2);
  const [newest, first] = await history.getByRole('listitem').allTextContents();
  expect(newest).toMatch(/^Revision 2 by Ada · just now/);
  expect(first).toMatch(/^Revision 1 by .+ · just now/);
  expect(await history.locator('del').allTextContents()).toEqual(['Taken out: red']);
  expect(await history.locator('time').first().getAttribute('datetime')).toMatch(/^20\d\d-/);
  await page.getByRole('list', { name: 'Earlier reviews' }).getByText('Approved with edits').waitFor();
  expect(troubles).toEqual([]);
  await context.close();
});

test('right-to-left and CJK texts read, edit and compare as they are written', async () => {
  await site.prepare('scripts', { title: 'Scripts' }, [
    { key: 'ar', input: { name: 'مصباح' }, output: 'مصباح أحمر للطاولة.' },
    { key: 'ja', input: { name: 'ランプ' }, output: '赤いランプはとても明るいです。' },
  ]);
  const { page, context, troubles, draft, desk } = await open('scripts');
  const editor = draft.getByRole('textbox', { name: 'Draft' });
  const direction = () =>
    page.evaluate("getComputedStyle([...document.querySelectorAll('.cm-line')].find((line) => line.checkVisibility())).direction");
  await expect.poll(direction).toBe('rtl');
  await editor.fill('مصباح أزرق للطاولة.');
  await expect.poll(() => changes(page).locator('del, ins').allTextContents()).toEqual(['Taken out: أحمر', 'Put in: أزرق']);
  await desk.press('Control+Enter');
  await expect.poll(direction).toBe('ltr');
  await editor.fill('青いランプはとても明るいです。');
  await expect.poll(() => changes(page).locator('del, ins').count()).toBe(2);
  const told = await changes(page).locator('del, ins').allTextContents();
  expect(told[0], 'a word, not the whole sentence').toMatch(/^Taken out: 赤い?$/);
  expect(told[1]).toMatch(/^Put in: 青い?$/);
  expect(troubles).toEqual([]);
  await context.close();
});
