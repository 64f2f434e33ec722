import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { openBrowser } from '../../../e2e/src/browser.ts';
import { tell } from '../bench.ts';
import { type Installation, openInstallation } from '../installation.ts';
import { figure } from '../report.ts';
import { type ShopItem, shopCheckpoint, shopItems } from './shop-queue.ts';

const root = join(import.meta.dirname, '../../..');
export const consoleDir = join(root, 'packages/console/dist');
export const shopName = 'product-descriptions';

/** The console in a real Chromium, before a queue of the sample shop. The checks that a worker of the server would make are left to the browser. */
export interface ConsoleSite extends AsyncDisposable {
  installation: Installation;
  browser: Browser;
  url: string;
  /** A new window of the owner, with a session. */
  visit(): Promise<{ context: BrowserContext; page: Page; devtools: CDPSession }>;
}

export interface SiteOptions {
  count: number;
  items?: (count: number) => Iterable<ShopItem>;
}

export async function openConsoleSite({ count, items = shopItems }: SiteOptions): Promise<ConsoleSite> {
  buildConsole();
  const installation = await openInstallation({ hasWorker: false, consoleDir });
  const { client, url } = installation.server;
  try {
    const { inputSchema, outputSchema, ...settings } = shopCheckpoint();
    await client.checkpoint(shopName, { input: inputSchema ?? {}, output: outputSchema ?? {} }).put(settings);
    await client.checkpoint(shopName).submitMany(items(count) as never);
    tell(`${figure(count)} items wait`);
    const cookie = await signIn(url);
    const browser = await openBrowser();
    return {
      installation,
      browser,
      url,
      visit: () => openWindow(browser, url, cookie),
      async [Symbol.asyncDispose]() {
        await browser.close();
        await installation[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await installation[Symbol.asyncDispose]();
    throw error;
  }
}

function buildConsole(): void {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/build-console.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error('The console could not be built.');
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/v1/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'owner@bench.test', password: 'bench-password' }),
  });
  if (!response.ok) throw new Error(`Signing in answered ${response.status}: ${await response.text()}`);
  return response.headers.getSetCookie()[0]?.split(';')[0] as string;
}

async function openWindow(browser: Browser, url: string, cookie: string) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const at = cookie.indexOf('=');
  await context.addCookies([{ name: cookie.slice(0, at), value: cookie.slice(at + 1), url, httpOnly: true, sameSite: 'Lax' }]);
  const page = await context.newPage();
  return { context, page, devtools: await context.newCDPSession(page) };
}
