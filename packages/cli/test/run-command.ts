import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

export interface RunOptions {
  cwd?: string;
  env?: Record<string, string>;
  stdin?: string;
}

export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

const cleanEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(COUNTERSIGN_|DATABASE_URL|DEBUG|FORCE_COLOR|NO_COLOR|VITEST|NODE_ENV)/.test(name)),
  ) as Record<string, string>;

/** Starts the real command in a process of its own, without the variables of the surroundings. */
export const startCommand = (args: string[], { cwd, env }: RunOptions = {}) =>
  spawn(process.execPath, [main, ...args], { cwd, env: { ...cleanEnv(), ...env }, stdio: ['pipe', 'pipe', 'pipe'] });

export const runCommand = async (args: string[], options: RunOptions = {}): Promise<Finished> => {
  const child = startCommand(args, options);
  child.stdin.end(options.stdin ?? '');
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
};

/** A folder that is gone after the test. */
export const scratchFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
