import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CDPSession, Page } from 'playwright-core';
import type { Bench } from '../bench.ts';
import { consoleDir, openConsoleSite, shopName } from '../console/console-site.ts';
import { describeMachine } from '../machine.ts';
import { figure } from '../report.ts';

interface Load {
  name: string;
  files: number;
  scripts: number;
  styles: number;
}

const kilobytes = (bytes: number) => figure(bytes / 1000);

/** What goes over the wire from the address to the moment in which the page can be used. */
async function load(name: string, devtools: CDPSession, open: () => Promise<unknown>): Promise<Load> {
  const found: Load = { name, files: 0, scripts: 0, styles: 0 };
  const kinds = new Map<string, string>();
  devtools.on('Network.responseReceived', ({ requestId, response }) => void kinds.set(requestId, response.mimeType));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId) ?? '';
    if (kind.includes('javascript')) {
      found.files += 1;
      found.scripts += encodedDataLength;
    } else if (kind === 'text/css') found.styles += encodedDataLength;
  });
  await devtools.send('Network.enable');
  await open();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  return found;
}

export const bench: Bench = {
  name: 'first-load',
  async run() {
    await using site = await openConsoleSite({ count: 400 });
    const machine = await describeMachine(site.installation.database.connection);
    const loads: Load[] = [];
    const screens: [string, (page: Page) => Promise<unknown>][] = [
      ['home, the first screen', (page) => page.goto('/').then(() => page.getByRole('heading', { level: 1 }).waitFor())],
      [
        'a review screen, by its address',
        (page) => page.goto(`/review/${shopName}`).then(() => page.locator('.cm-content').first().waitFor()),
      ],
      ['a grid, by its address', (page) => page.goto(`/grid/${shopName}`).then(() => page.locator('[data-card]').first().waitFor())],
    ];
    for (const [name, open] of screens) {
      const { context, page, devtools } = await site.visit();
      loads.push(await load(name, devtools, () => open(page)));
      await context.close();
    }
    const assets = join(consoleDir, 'assets');
    const largest = readdirSync(assets)
      .filter((file) => /\.(js|wasm)$/.test(file))
      .map((file) => ({
        file: file.replace(/-[\w-]{8}(?=\.\w+$)/, ''),
        bytes: gzipSync(readFileSync(join(assets, file)), { level: 9 }).length,
      }))
      .toSorted((a, b) => b.bytes - a.bytes)
      .slice(0, 6);
    return {
      title: 'The first load',
      aim: 'at most 250 kB of JavaScript, gzipped, with the editor and the grammar loaded when they are needed.',
      machine,
      tables: [
        {
          columns: ['opened with an empty cache', 'scripts', 'kB of JavaScript', 'kB of styles'],
          rows: loads.map(({ name, files, scripts, styles }) => [name, String(files), kilobytes(scripts), kilobytes(styles)]),
        },
        { columns: ['largest files of the build', 'kB gzipped'], rows: largest.map(({ file, bytes }) => [file, kilobytes(bytes)]) },
      ],
      notes: [
        'Bytes as they came over the wire with their headers, counted by Chromium. The service worker, which keeps the other screens for later in the background, is left out.',
      ],
    };
  },
};
