import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packageFolder as folder, typeCheck } from './type-check.ts';

test('every example of the README passes the type checker', { timeout: 300_000 }, () => {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  const examples = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code = '']) => code);
  expect(examples.length).toBeGreaterThan(3);
  const scratch = `${folder}/.tmp/readme`;
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  for (const [index, code] of examples.entries()) writeFileSync(`${scratch}/example-${index + 1}.ts`, code);
  writeFileSync(`${scratch}/tsconfig.json`, JSON.stringify({ extends: '../../test/tsconfig.json', include: ['.'] }));
  expect(typeCheck(scratch)).toBe('');
});
