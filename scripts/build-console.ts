/** Builds the console when it is missing or older than its sources; `--force` builds it anyway. */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const page = path.join(root, 'packages/console/dist/index.html');
const sources = ['packages/{console,contract,sdk}/src/**/*', 'packages/console/{index.html,vite.config.ts,package.json,public/**/*}'];

function isCurrent(): boolean {
  if (!existsSync(page)) return false;
  const builtAt = statSync(page).mtimeMs;
  return globSync(sources, { cwd: root }).every((file) => statSync(path.join(root, file)).mtimeMs <= builtAt);
}

if (process.argv.includes('--force') || !isCurrent()) {
  console.error('Building the console …');
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: path.join(root, 'packages/console'),
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(stdout + stderr);
    console.error('The console was not built. Run `npm install` again; if it still fails, the lines above say why.');
    process.exit(1);
  }
}
