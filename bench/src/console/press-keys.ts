import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { type Press, recordPresses } from './press-recorder.ts';
import { processorTimeBetween, traceOf } from './trace.ts';

export interface Presses {
  presses: Press[];
  /** For each press: milliseconds of processor time of the main thread, from the key to the painted frame. */
  processorMs: number[];
  /** Milliseconds of processor time of the page's main thread for one decision with everything that comes after it. */
  decisionMs: number;
}

export interface PressOptions {
  count: number;
  /** Milliseconds between the frame with an item and the key that decides on it. */
  pause: (number: number) => number;
  /** How many times slower the processor is made. */
  slowdown: number;
}

const approve = 'a';

/** Reads, decides with one key, reads on: the same person, without a mouse. A third more of it is done once again while Chromium keeps a trace. */
export async function pressKeys(page: Page, devtools: CDPSession, { count, pause, slowdown }: PressOptions): Promise<Presses> {
  const traced = Math.ceil(count / 3);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await mainThreadMs(devtools);
  const presses = await decideMany(page, count, pause);
  const after = await mainThreadMs(devtools);
  const { events } = await traceOf(devtools, () => decideMany(page, traced, pause));
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  return { presses, processorMs: processorTimeBetween(events, 'pressed', 'painted'), decisionMs: (after - before) / count };
}

/** Decides on item after item. Throws when one of the next items was not in sight. */
export async function decideMany(page: Page, count: number, pause: (number: number) => number): Promise<Press[]> {
  await page.evaluate('presses.length = 0');
  for (let number = 0; number < count; number += 1) {
    await sleep(pause(number));
    await decide(page);
  }
  await sleep(1000);
  const presses = (await page.evaluate('presses')) as Press[];
  const unseen = presses.filter(({ isSeen }) => !isSeen);
  if (presses.length !== count || unseen.length > 0)
    throw new Error(`Of ${count} decisions ${presses.length} led to an item, ${unseen.length} unseen.`);
  return presses;
}

/** Where an error is open, the first press only warns: it is pressed again, and that press counts. */
async function decide(page: Page): Promise<void> {
  const item = await inHand(page);
  for (let tries = 0; tries < 5; tries += 1) {
    await page.keyboard.press(approve);
    const isNext = await page
      .locator(`[data-item][data-ready]:not([data-item="${item}"])`)
      .waitFor({ timeout: 600 })
      .then(
        () => true,
        () => false,
      );
    if (isNext) return;
  }
  throw new Error(`The item ${item} could not be decided with a key.`);
}

const inHand = (page: Page) => page.evaluate(`document.querySelector('[data-item]')?.dataset.item`) as Promise<string>;

async function mainThreadMs(devtools: CDPSession): Promise<number> {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}

/** A page that does nothing but change its text, measured in the same way: what the browser itself takes. */
const barePage = `<!doctype html><main data-item="0"><h1>Item 0</h1><section aria-label="Draft"></section></main><script>
  const bench = document.querySelector('main');
  const show = (number) => {
    bench.dataset.item = bench.dataset.ready = number;
    bench.querySelector('h1').textContent = 'Item ' + number;
    bench.querySelector('section').textContent = ('Text of item ' + number + '. ').repeat(20);
  };
  show(0);
  addEventListener('keydown', () => show(Number(bench.dataset.item) + 1));
</script>`;

export async function openBarePage(page: Page): Promise<void> {
  await page.addInitScript(recordPresses);
  await page.route('**/bare', (route) => route.fulfill({ contentType: 'text/html', body: barePage }));
  await page.goto('/bare');
}

/** Opens the review screen and waits until the first item can be decided and nothing is loading any more. */
export async function openReviewScreen(page: Page, checkpoint: string): Promise<void> {
  await page.addInitScript(recordPresses);
  await page.goto(`/review/${checkpoint}`);
  await page.locator('[data-item][data-ready]').waitFor();
  await page.locator('.cm-content').first().waitFor();
  await page.getByRole('group', { name: 'Decision' }).locator('kbd').first().waitFor();
  await sleep(2000);
}
