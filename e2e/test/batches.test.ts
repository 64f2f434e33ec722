import { readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import type { Batch } from '@countersign/sdk';
import { type ModelServer, startModelServer } from '@countersign/server/testing/model-server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBrowser, ReviewDesk } from '../src/browser.ts';
import { buildConsole } from '../src/build-console.ts';
import { type Installation, scratchFolder, startInstallation } from '../src/installation.ts';
import { makeTeam, type Team } from '../src/team.ts';

const { folder, remove } = scratchFolder();
let browser: Browser;
let site: Installation;
let team: Team;
let model: ModelServer;
/** These rows fail until the model has recovered. */
let isBroken = true;
let thinksMs = 0;

const outputSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['text'],
  properties: { text: { type: 'string', title: 'Text' } },
};

beforeAll(async () => {
  buildConsole();
  browser = await openBrowser();
  model = await startModelServer({
    name: /sku (\S+):/,
    behave: ({ name }) =>
      isBroken && name === 'k-12'
        ? { status: 400, body: { error: { message: 'no such words' } } }
        : { say: { text: `A kettle called ${name}.` }, afterMs: thinksMs },
  });
  site = await startInstallation(['--port', '0'], { cwd: folder });
  team = await makeTeam(site);
  const made = await fetch(`${site.url}/v1/checkpoints/kettles`, {
    method: 'PUT',
    headers: { cookie: team.ada, origin: site.url, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Kettles', undoSeconds: 0, outputSchema }),
  });
  expect(made.status).toBe(201);
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
  await model?.stop();
  remove();
});

async function ask<T>(method: string, path: string, body: object | string = {}): Promise<T> {
  const answer = await fetch(`${site.url}${path}`, {
    method,
    headers: {
      cookie: team.ada,
      origin: site.url,
      'content-type': typeof body === 'string' ? 'application/octet-stream' : 'application/json',
    },
    ...(method !== 'GET' && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const csv = ['sku,name,colour', ...Array.from({ length: 12 }, (_, n) => `k-${n + 1},Kettle ${n + 1},red`)].join('\n');

async function lookAt(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect
    .soft(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
      name,
    )
    .toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect.soft(await page.evaluate('document.documentElement.scrollWidth'), `${name}, narrow`).toBe(360);
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('a person without code goes from a file to reviewed texts: upload, map, prompt, try, start, review, export', async () => {
  const { page, troubles } = await team.visit(browser, team.ada, { viewport: { width: 1280, height: 900 }, expectsFailures: true });

  // A provider, under Settings.
  await page.goto('/settings');
  const form = page.getByRole('form', { name: 'Models' });
  await form.getByLabel('Name').fill('local');
  await form.getByLabel('Address').fill(model.url);
  await form.getByLabel('Model with a price').fill('writer');
  await form.getByLabel('Per million tokens sent').fill('2');
  await form.getByLabel('Per million tokens received').fill('8');
  await form.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Change local' }).waitFor();
  await lookAt(page, 'settings');

  // The file.
  await page.getByRole('link', { name: 'Batches' }).click();
  await page.getByRole('heading', { name: 'Batches' }).waitFor();
  await lookAt(page, 'batches');
  await page.locator('input[type=file]').setInputFiles({ name: 'kettles.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const setUp = page.getByRole('form', { name: 'What is to be written' });
  await setUp.waitFor();

  // Columns and prompt, with what would be sent beside it.
  await setUp.getByLabel('Model', { exact: true }).fill('writer');
  await setUp.getByLabel('Choose the fields').check();
  await setUp.getByRole('button', { name: 'Remove the field colour' }).click();
  const prompt = setUp.getByRole('textbox', { name: 'Prompt' });
  await prompt.fill('sku ');
  await setUp.getByRole('button', { name: 'Put the column sku into the prompt' }).click();
  await prompt.press('End');
  await prompt.pressSequentially(': describe ');
  await setUp.getByRole('button', { name: 'Put the column name into the prompt' }).click();
  const preview = page.getByRole('region', { name: 'What is sent for this row' });
  await preview.getByText('sku k-1: describe Kettle 1').waitFor();
  await preview.getByRole('button', { name: 'Next row' }).click();
  await preview.getByText('sku k-2: describe Kettle 2').waitFor();
  await setUp.getByLabel('Budget').fill('5');
  await lookAt(page, 'set-up');

  // Ten rows, what all would cost, and the start.
  await setUp.getByRole('button', { name: 'Try it on 10 rows' }).click();
  const trial = page.getByRole('region', { name: 'The trial' });
  await trial.getByText('10 of 10 drafted').waitFor();
  await trial.getByText('A kettle called k-7.').waitFor();
  await trial.getByText(/€/).waitFor();
  expect([...model.answered.values()].reduce((sum, count) => sum + count, 0)).toBe(10);
  await lookAt(page, 'trial');
  await trial.getByRole('button', { name: 'Draft all 12 rows' }).click();

  // Progress, the row that failed with its reason, and once more.
  const rows = page.getByRole('region', { name: 'Where the rows are' });
  const failed = page.getByRole('region', { name: 'Failed rows' });
  await failed.getByRole('cell', { name: 'k-12' }).waitFor();
  await lookAt(page, 'progress');
  isBroken = false;
  await failed.getByRole('button', { name: 'Draft 1 row once more' }).click();
  await page.getByText('12 of 12 drafted').waitFor();
  await page.getByRole('region', { name: 'Progress' }).getByText(/of €5/).waitFor();

  // Review, and take the file away.
  await rows.getByRole('link', { name: 'Review 12 waiting' }).click();
  const desk = new ReviewDesk(page);
  await desk.itemId();
  for (let n = 0; n < 11; n += 1) await desk.approve();
  await desk.press('r').catch(() => undefined); // the last one: nothing comes after it
  await page.goto('/batches');
  await page.getByRole('link', { name: 'kettles' }).click();
  await page.getByText('Released').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CSV' }).click()]);
  const file = readFileSync(await download.path(), 'utf8');
  expect(file.split('\n')[0]).toContain('sku,name,colour');
  expect(file.match(/A kettle called k-\d+\./g)?.length).toBeGreaterThanOrEqual(11);
  // What people made of the model, as the checkpoint tells it.
  await page.goto('/checkpoints/kettles/versions');
  await page.getByRole('rowheader', { name: /writer/ }).waitFor();
  await lookAt(page, 'versions');
  expect(Math.max(...model.answered.values()), 'no row is drafted twice').toBe(1);
  expect(troubles).toEqual([]);
});

test('a workflow as YAML is checked as one types, and drafts a batch', async () => {
  const { page } = await team.visit(browser, team.ada, {
    viewport: { width: 1280, height: 900 },
    colorScheme: 'dark',
    expectsFailures: true,
  });
  await page.goto('/workflows');
  await page.getByRole('button', { name: 'New workflow' }).click();
  const yaml = page.getByRole('textbox', { name: 'Steps, as YAML' });
  await yaml.fill('title: Two\nsteps:\n  - draft: write\n    provider: local\n');
  await page
    .getByText(/Line 3: .*/)
    .first()
    .waitFor();
  await yaml.fill('title: Two\nsteps:\n  - draft: write\n   provider');
  await page
    .getByText(/Line \d/)
    .first()
    .waitFor();
  await yaml.fill(
    'title: Kettles by steps\nsteps:\n  - draft: write\n    provider: local\n    model: writer\n    prompt: "sku {{ input.sku }}:"\n  - checkpoint: kettles\n',
  );
  await page.getByLabel('Name').fill('kettles');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Version 1').waitFor();
  await lookAt(page, 'workflows');

  await page.goto('/batches');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(csv.replaceAll('k-', 'm-')) });
  const setUp = page.getByRole('form', { name: 'What is to be written' });
  await setUp.getByText('A workflow').click();
  await setUp.getByLabel('Workflow', { exact: true }).selectOption('kettles');
  await setUp.getByRole('button', { name: 'Try it on 10 rows' }).click();
  await page.getByText('10 of 10 drafted').waitFor();
  await lookAt(page, 'trial, dark');
  await page.getByRole('button', { name: 'Draft all 12 rows' }).click();
  await page.getByText('12 of 12 drafted').waitFor();
  await lookAt(page, 'progress, dark');
});

test('a batch stops at its budget, goes on with a larger one, is paused and resumed, and cancelled once one is sure', async () => {
  thinksMs = 100;
  await ask('PUT', '/v1/providers/local', {
    kind: 'openai-compatible',
    address: model.url,
    concurrency: 4,
    prices: { writer: { currency: 'EUR', inputMicros: 2_000_000, outputMicros: 8_000_000 } },
  });
  const rows = Array.from({ length: 400 }, (_, n) => `s-${n + 1},Slow kettle ${n + 1}`);
  const { id } = await ask<Batch>('POST', '/v1/batches?name=slow.csv', ['sku,name', ...rows].join('\n'));
  const draft = { provider: 'local', model: 'writer', prompt: 'sku {{ input.sku }}: describe' };
  await ask('PUT', `/v1/batches/${id}`, { checkpoint: 'kettles', draft, budget: { currency: 'EUR', micros: 3_000 } });
  await ask('POST', `/v1/batches/${id}/start`);
  const batch = () => ask<Batch>('GET', `/v1/batches/${id}`);
  const callsOfRows = () => model.calls.filter(({ name }) => name.startsWith('s-')).length;
  /** How many calls were made when the last of those under way has been answered. */
  const settled = async () => {
    await expect.poll(async () => (await batch()).counts.drafting ?? 0).toBe(0);
    return callsOfRows();
  };

  const { page, troubles } = await team.visit(browser, team.ada, { viewport: { width: 1280, height: 900 } });
  await page.goto(`/batches/${id}`);
  await page.getByText('The budget is used up. Raise it to go on.').waitFor();
  const atBudget = await settled();
  expect(atBudget).toBeGreaterThan(0);
  expect(atBudget).toBeLessThan(400);
  expect((await batch()).cost?.micros).toBeLessThanOrEqual(3_000);
  await lookAt(page, 'stopped by its budget');

  await page.getByLabel('Budget from now on').fill('5');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText(/of €5/).waitFor();
  await expect.poll(callsOfRows).toBeGreaterThan(atBudget);

  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('It was paused by a person.').waitFor();
  const atPause = await settled();
  await page.reload();
  await page.getByText('It was paused by a person.').waitFor();
  await page.waitForTimeout(1_000);
  expect(callsOfRows(), 'paused, nothing is asked').toBe(atPause);

  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await expect.poll(callsOfRows).toBeGreaterThan(atPause);

  const cancel = page.getByRole('button', { name: 'Cancel', exact: true });
  await cancel.click();
  await page.getByRole('button', { name: 'Keep it' }).click();
  await cancel.click();
  await page.getByText('Nothing more is drafted, and that cannot be taken back.').waitFor();
  await lookAt(page, 'asked whether to cancel');
  await page.getByRole('button', { name: 'Cancel the batch' }).click();
  await page.getByText('Cancelled').first().waitFor();
  await cancel.waitFor({ state: 'hidden' });
  const atCancel = await settled();
  await page.waitForTimeout(1_000);
  expect(callsOfRows(), 'cancelled, nothing is asked').toBe(atCancel);
  const { state, counts, progress } = await batch();
  expect(state).toBe('cancelled');
  expect(counts.waiting, 'what was drafted waits for people').toBe(progress.drafted);
  expect((counts.cancelled ?? 0) + (counts.waiting ?? 0)).toBe(400);
  expect(troubles).toEqual([]);
});
