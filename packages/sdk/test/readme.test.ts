import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

test('every example of the README passes the type checker', { timeout: 60_000 }, () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
  expect(examples.length).toBeGreaterThan(3);
  const scratch = `${folder}/.tmp/readme`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  for (const [index, code] of examples.entries()) writeFileSync(`${scratch}/example-${index + 1}.ts`, code);
  writeFileSync(`${scratch}/tsconfig.json`, JSON.stringify({ extends: '../../test/tsconfig.json', include: ['.'] }));
  expect(execFileSync('tsc', ['-p', scratch], { cwd: folder, encoding: 'utf8' })).toBe('');
});
