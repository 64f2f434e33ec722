/** Builds the console when it is missing or older than its sources; `--force` builds it anyway. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const root = path.join(import.meta.dirname, '..');
const page = path.join(root, 'packages/console/dist/index.html');
const sources = [
  'packages/{console,contract,checks}/src/**/*',
  'packages/console/{index.html,vite.config.ts,shell-plugin.ts,package.json,public/**/*}',
];

function isCurrent(): boolean {
  if (!existsSync(page)) return false;
  const builtAt = statSync(page).mtimeMs;
  return globSync(sources, { cwd: root }).every((file) => statSync(path.join(root, file)).mtimeMs <= builtAt);
}

/** The server hands out the compressed file where there is one: the first load is a quarter, the grammar half. */
function compress(): void {
  for (const file of globSync('assets/*.{js,css,wasm,svg}', { cwd: path.dirname(page) })) {
    const asset = path.join(path.dirname(page), file);
    writeFileSync(`${asset}.gz`, gzipSync(readFileSync(asset), { level: 9 }));
  }
}

if (process.argv.includes('--force') || !isCurrent()) {
  console.error('Building the console …');
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: path.join(root, 'packages/console'),
    encoding: 'utf8',
    // Whoever builds from a test would get React for development, half as large again and slower.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) {
    console.error(stdout + stderr);
    console.error('The console was not built. Run `npm install` again; if it still fails, the lines above say why.');
    process.exit(1);
  }
  compress();
}
