import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const fixed = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** A Chromium that is there: CHROMIUM_PATH, one of the system, or the one that Playwright keeps. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const onPath = (env.PATH ?? '').split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name)));
  const candidates = [env.CHROMIUM_PATH, ...onPath, ...fixed, chromium.executablePath()];
  return candidates.find((file): file is string => !!file && existsSync(file) && isExecutable(file)) ?? null;
}

const succeeds = (command: string, args: string[], env: NodeJS.ProcessEnv = process.env): boolean =>
  spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: 600_000, env }).status === 0;

/** Finds Chromium, else fetches Playwright's, else installs Debian's. Throws with what to do when none can be had. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  console.error('No Chromium here yet. Fetching the one of Playwright …');
  const cli = path.join(path.dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  if (succeeds(process.execPath, [cli, 'install', '--with-deps', 'chromium']) && findChromium()) return findChromium() as string;
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.error('That cannot be had here. Installing the Debian package chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    succeeds('apt-get', ['update', '-q'], env);
    if (succeeds('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], env) && findChromium())
      return findChromium() as string;
  }
  throw new Error('The browser tests need Chromium. Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to one.');
}

/** Flags for a machine without a screen or an outside network; the sandbox cannot be had as root. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
