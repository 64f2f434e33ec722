import { readFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { Countersign } from '@countersign/sdk';
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
let program: Countersign;

beforeAll(async () => {
  buildConsole();
  browser = await openBrowser();
  site = await startInstallation(['--port', '0'], { cwd: folder });
  team = await makeTeam(site);
  const { key } = JSON.parse(readFileSync(path.join(folder, '.countersign/client.json'), 'utf8'));
  program = new Countersign({ url: site.url, key });
});

afterAll(async () => {
  await browser?.close();
  await site?.stop();
  remove();
});

/** Sends the item in hand back with the first reason and a note. */
async function sendBack(page: Page, note: string): Promise<void> {
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog', { name: 'What should be done again?' });
  await dialog.waitFor();
  await page.keyboard.press('Shift+Digit1');
  await dialog.getByRole('textbox').fill(note);
  await page.keyboard.press('Control+Enter');
}

test('[C5] what Ben sends back comes to him again beside what he refused, and then goes to the owner', async () => {
  const settings = {
    ...{ title: 'Texts', reasons: [{ code: 'tone', label: 'Wrong tone' }], undoSeconds: 0, maxReturns: 1 },
    outputSchema: { type: 'object', properties: { title: { type: 'string' }, text: { type: 'string' } }, required: ['title', 'text'] },
  };
  // The key of the installation is a service key; the owner's session makes the checkpoint.
  const made = await fetch(`${site.url}/v1/checkpoints/texts`, {
    method: 'PUT',
    headers: { cookie: team.ada, origin: site.url, 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  expect(made.status).toBe(201);
  const texts = program.checkpoint('texts');
  const drafts = ['BUY this kettle NOW', 'Buy this kettle today', 'A kettle for two cups'];
  const told: string[] = [];
  const reviewing = texts.review({
    key: 'kettle',
    input: { name: 'Kettle' },
    output: { title: 'Kettle', text: drafts[0] as string },
    onReturn({ comment, returns }) {
      told.push(comment);
      return { title: 'Kettle', text: drafts[returns] as string };
    },
  });

  const visitor = await team.visit(browser, team.ben, { expectsFailures: true }); // at the end he asks for what went to a lead
  const desk = new ReviewDesk(visitor.page);
  const id = await desk.open('texts');
  expect(await visitor.page.getByRole('region', { name: 'The version that was returned' }).count()).toBe(0);
  await sendBack(visitor.page, 'Less shouting, please.');

  // Nobody else is offered it; Ben has it again as soon as his queue looks.
  const answered = async () => (await program.item(id)).revision;
  await expect.poll(answered).toBe(2);
  const other = await fetch(`${site.url}/v1/claims`, {
    method: 'POST',
    headers: { cookie: team.ada, origin: site.url, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(await other.json()).toEqual({ claims: [] });
  expect(await desk.open('texts')).toBe(id);
  const refused = visitor.page.getByRole('region', { name: 'The version that was returned' });
  await refused.getByRole('heading', { name: /You returned version 1/ }).waitFor();
  await refused.getByText('Wrong tone').waitFor();
  await refused.getByText('Less shouting, please.').waitFor();
  expect(await refused.locator('del').allInnerTexts()).toContainEqual(expect.stringMatching(/BUY$/));
  expect(await refused.locator('ins').allInnerTexts()).toContainEqual(expect.stringMatching(/Buy$/));
  const { violations } = await new AxeBuilder({ page: visitor.page }).analyze();
  expect(violations.map(({ id: rule }) => rule)).toEqual([]);
  await visitor.page.setViewportSize({ width: 360, height: 740 });
  expect(await visitor.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await visitor.page.setViewportSize({ width: 1280, height: 800 });

  // The second return is one too many here: it goes to a lead.
  await visitor.page.keyboard.press('b');
  await visitor.page.getByText('It was returned once. This time it goes to a lead.').waitFor();
  await visitor.page.keyboard.press('Escape');
  await sendBack(visitor.page, 'Still an order.');
  await expect.poll(async () => (await program.item(id)).returns).toBe(2);
  await visitor.page.goto('/review/texts');
  await visitor.page
    .getByText(/nothing|done|waits/i)
    .first()
    .waitFor();
  expect(await visitor.page.locator('[data-item]').count()).toBe(0);

  const owner = await team.visit(browser, team.ada);
  const hers = new ReviewDesk(owner.page);
  expect(await hers.open('texts')).toBe(id);
  await owner.page.getByRole('heading', { name: /Ben returned version 2/ }).waitFor();
  expect(await hers.decision.getByRole('button', { name: 'Send back' }).isDisabled()).toBe(true);
  await owner.page.keyboard.press('a');
  expect(await reviewing).toMatchObject({ approved: true, output: { text: 'Buy this kettle today' } });
  expect(told).toEqual(['Less shouting, please.']);
  expect([...visitor.troubles, ...owner.troubles]).toEqual([]);
});
