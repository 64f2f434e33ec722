/** Builds the packages as they are published and packs them into build/tarballs. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './steps.ts';

const packages = ['contract', 'trust', 'lessons', 'checks', 'engine', 'server', 'sdk', 'console', 'cli'];
/** What a package carries besides its code. */
const carried = ['migrations', 'sample-shop', 'README.md'];

const build = path.join(root, 'build');
const tarballs = path.join(build, 'tarballs');

function run(command: string, args: string[], cwd = root): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' });
  if (status === 0) return;
  console.error(stdout + stderr);
  throw new Error(`${command} ${args.join(' ')} failed`);
}

/** `./src/x.ts` as published: the built file and its types. */
function publishedExport(source: string): unknown {
  if (!source.endsWith('.ts')) return source;
  const built = source.replace('./src/', './dist/').replace(/\.ts$/, '');
  return { types: `${built}.d.ts`, default: `${built}.js` };
}

type Manifest = Record<string, unknown> & { name: string; exports?: Record<string, string>; bin?: Record<string, string> };

function publishedManifest(manifest: Manifest): object {
  const { devDependencies, exports, bin, ...rest } = manifest;
  void devDependencies;
  const shown = Object.entries(exports ?? {}).filter(([name]) => !name.startsWith('./testing'));
  return {
    ...rest,
    repository: { type: 'git', url: 'git+https://github.com/countersign/countersign.git' },
    engines: { node: '>=22.18' },
    files: ['dist', ...carried, 'LICENSE'],
    ...(shown.length > 0 && { exports: Object.fromEntries(shown.map(([name, source]) => [name, publishedExport(source)])) }),
    ...(bin && {
      bin: Object.fromEntries(Object.entries(bin).map(([name, file]) => [name, file.replace('./src/', './dist/').replace(/\.ts$/, '.js')])),
    }),
  };
}

function layOut(name: string): string {
  const source = path.join(root, 'packages', name);
  const target = path.join(build, 'packages', name);
  mkdirSync(target, { recursive: true });
  const emitted = name === 'console' ? path.join(source, 'dist') : path.join(build, 'emitted', name, 'src');
  cpSync(emitted, path.join(target, 'dist'), { recursive: true });
  for (const extra of carried)
    if (existsSync(path.join(source, extra))) cpSync(path.join(source, extra), path.join(target, extra), { recursive: true });
  cpSync(path.join(root, 'LICENSE'), path.join(target, 'LICENSE'));
  const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8')) as Manifest;
  writeFileSync(path.join(target, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  return target;
}

rmSync(build, { recursive: true, force: true });
mkdirSync(tarballs, { recursive: true });
run(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json']);
run(process.execPath, ['scripts/build-console.ts']);
// The compiler rewrites .ts in imports of the code, not of the declarations.
for (const file of globSync('emitted/**/*.d.ts', { cwd: build })) {
  const declarations = path.join(build, file);
  writeFileSync(declarations, readFileSync(declarations, 'utf8').replaceAll(/(from\s+|import\()(["']\.[^"']+)\.ts(["'])/g, '$1$2.js$3'));
}
for (const name of packages) run('npm', ['pack', '--pack-destination', tarballs, '--loglevel', 'error'], layOut(name));
console.log(
  readdirSync(tarballs)
    .map((file) => path.join('build/tarballs', file))
    .join('\n'),
);
