import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumFlags, ensureChromium } from '../src/chromium.ts';
import { plainEnvironment } from '../src/command.ts';
import { type Installation, scratchFolder, startInstallation } from '../src/installation.ts';

const root = path.join(import.meta.dirname, '../..');
const { folder, remove } = scratchFolder();
const installed = (...parts: string[]) => path.join(folder, 'node_modules', ...parts);
const ownerKey = 'cs_packed_owner_key_for_this_test_only';
let countersign: Installation;

function run(command: string, args: string[], cwd = folder): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env: plainEnvironment(), encoding: 'utf8', timeout: 240_000 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}

beforeAll(async () => {
  run(process.execPath, ['scripts/pack.ts'], root);
  const tarballs = globSync('build/tarballs/*.tgz', { cwd: root }).map((file) => path.join(root, file));
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error', ...tarballs]);
  countersign = await startInstallation(['--demo', '--port', '0'], {
    cwd: folder,
    script: installed('countersign/dist/main.js'),
    env: {
      COUNTERSIGN_OWNER_EMAIL: 'owner@example.com',
      COUNTERSIGN_OWNER_PASSWORD: 'correct horse battery',
      COUNTERSIGN_OWNER_KEY: ownerKey,
    },
  });
});

afterAll(async () => {
  await countersign?.stop();
  remove();
});

test('the packages hold built code, and no source that Node would have to strip', () => {
  const files = globSync('{countersign,@countersign/*}/**/*', { cwd: installed() });
  const shipped = files.filter((file) => !/^(countersign|@countersign\/[^/]+)\/node_modules\//.test(file));
  expect(shipped).toContain('countersign/dist/main.js');
  expect(shipped).toContain('@countersign/console/dist/index.html');
  expect(shipped.filter((file) => /(?<!\.d)\.tsx?$/.test(file))).toEqual([]);
  const sources = shipped.filter((file) => /\.(js|d\.ts)$/.test(file) && !file.includes('console/dist'));
  const strippable = sources.filter((file) => /(from|import\()\s*['"]\.[^'"]+\.ts['"]/.test(readFileSync(installed(file), 'utf8')));
  expect(strippable).toEqual([]);
});

test('the command explains itself, and what it started serves console and sample shop', async () => {
  const help = run('npx', ['--no-install', 'countersign', '--help']);
  expect(help).toContain('countersign start --demo');
  expect(countersign.waiting).toBe(72);
  const page = await fetch(countersign.url);
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(await page.text()).toContain('<title>Countersign</title>');
});

test('the types resolve for a consumer', () => {
  writeFileSync(
    path.join(folder, 'consumer.ts'),
    `import { Countersign, CountersignError, type Item } from '@countersign/sdk';
const shop = new Countersign({ url: 'http://127.0.0.1:1' }).checkpoint('texts', {
  output: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
});
const result = await shop.review({ key: 'lamp', input: null, output: { title: 'Lamp' } });
if (result.approved) {
  const title: string = result.output.title;
  // @ts-expect-error a title is a text
  const wrong: number = result.output.title;
  console.log(title, wrong);
}
export const isKnown = (error: unknown, item: Item): boolean => error instanceof CountersignError && item.key !== '';
`,
  );
  const options = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext', '--moduleResolution', 'nodenext', '--types', ''];
  run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), ...options, 'consumer.ts']);
});

test('the packed SDK submits, decides and waits in Node', () => {
  writeFileSync(
    path.join(folder, 'submit.js'),
    `import { Countersign } from '@countersign/sdk';
const owner = new Countersign({ url: process.argv[2], key: process.argv[3] });
const { key } = await owner.keys.create({ kind: 'service', name: 'node' });
await owner.checkpoint('from-node').put({ title: 'From Node', undoSeconds: 0 });
const program = new Countersign({ url: process.argv[2], key });
const waiting = program.checkpoint('from-node').review({ key: 'one', input: 'facts', output: 'draft' });
let claims = [];
while (claims.length === 0) ({ claims } = await owner.claims({ checkpoint: 'from-node' }));
await owner.decide(claims[0].item.id, { verdict: 'edit', output: 'better' });
const { approved, edited, output } = await waiting;
console.log(JSON.stringify({ approved, edited, output }));
`,
  );
  const said = run(process.execPath, ['submit.js', countersign.url, ownerKey]);
  expect(JSON.parse(said)).toEqual({ approved: true, edited: true, output: 'better' });
});

const imports = {
  '@countersign/sdk': '/node_modules/@countersign/sdk/dist/index.js',
  '@countersign/contract': '/node_modules/@countersign/contract/dist/index.js',
  zod: '/node_modules/zod/index.js',
};

const shopScript = `import { Countersign } from '@countersign/sdk';
window.sell = async (url, key) => {
  const shop = new Countersign({ url, key });
  await shop.checkpoint('from-browser').put({ title: 'From a browser', undoSeconds: 0 });
  const { id, replayed } = await shop.checkpoint('from-browser').submit({ key: 'one', input: 'facts', output: 'draft' });
  const waiting = shop.wait(id);
  const { claims } = await shop.claims({ item: id });
  await shop.decide(id, { verdict: 'approve', outputHash: claims[0].item.outputHash });
  const { state, decision } = await waiting;
  const refusal = await new Countersign({ url, key: 'cs_unknown_key' }).me().catch((error) => error.code);
  return { replayed, state, outcome: decision.outcome, refusal };
};`;

const shopPage = `<!doctype html><title>Shop</title><link rel="icon" href="data:,">
<script type="importmap">${JSON.stringify({ imports })}</script><script type="module" src="/shop.js"></script>`;

/** A site of another origin that serves the packed SDK as it is, by an import map. */
async function openShop(): Promise<{ url: string; close(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    const isPage = url === '/';
    response.setHeader('content-type', isPage ? 'text/html' : 'text/javascript');
    response.end(isPage ? shopPage : url === '/shop.js' ? shopScript : readFileSync(path.join(folder, url)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return { url: `http://localhost:${typeof address === 'object' ? address?.port : ''}`, close: () => server.close() };
}

test('the packed SDK submits, decides and waits in a browser, on a page of another origin', async () => {
  const shop = await openShop();
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(shop.url);
    await page.waitForFunction('window.sell');
    const outcome = await page.evaluate(`sell(${JSON.stringify(countersign.url)}, ${JSON.stringify(ownerKey)})`);
    expect(outcome).toEqual({ replayed: false, state: 'released', outcome: 'approved', refusal: 'not_signed_in' });
    expect(new URL(countersign.url).origin).not.toBe(await page.evaluate('location.origin'));
    expect(errors).toEqual([]);
  } finally {
    await browser.close();
    shop.close();
  }
});
