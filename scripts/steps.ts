import { spawn } from 'node:child_process';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '..');

export interface Step {
  name: string;
  args: string[];
}

const bin = (file: string) => path.join(root, 'node_modules', file);

export const typeChecked = [
  'packages/contract',
  'packages/engine',
  'packages/server',
  'packages/checks',
  'packages/checks/test',
  'packages/trust',
  'packages/trust/test',
  'packages/lessons',
  'packages/lessons/test',
  'packages/sdk',
  'packages/sdk/test',
  'packages/console',
  'packages/cli',
  'bench',
  'e2e',
  'scripts',
];

export const types: Step[] = typeChecked.map((folder) => ({
  name: `types of ${folder}`,
  args: [bin('typescript/bin/tsc'), '--noEmit', '-p', folder],
}));
export const lint: Step = { name: 'format and lint', args: [bin('@biomejs/biome/bin/biome'), 'check', '.'] };
export const direction: Step = { name: 'direction of imports', args: ['scripts/check-direction.ts'] };
export const unused: Step = { name: 'unused code', args: [bin('knip/bin/knip.js'), '--no-progress'] };
export const schema: Step = { name: 'schema dump is current', args: ['scripts/dump-schema.ts', '--check'] };
export const openapi: Step = { name: 'OpenAPI file is current', args: ['scripts/dump-openapi.ts', '--check'] };

/** Runs one step with this Node and prints its output only when it fails. */
export function runStep({ name, args }: Step): Promise<boolean> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('close', (status) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
      if (status !== 0) console.log(Buffer.concat(output).toString('utf8'));
      resolve(status === 0);
    });
  });
}

/** Runs steps, at most `width` at once. Answers how many failed. */
export async function runSteps(steps: Step[], width = 2): Promise<number> {
  const left = [...steps];
  let failed = 0;
  const lane = async () => {
    for (let step = left.shift(); step; step = left.shift()) if (!(await runStep(step))) failed += 1;
  };
  await Promise.all(Array.from({ length: width }, lane));
  return failed;
}
