import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, type CommandOptions, startCommand } from './command.ts';

export interface Facts {
  url: string;
  /** One-time link for the first owner. */
  link: string | null;
  waiting: number;
}

export interface Installation extends Facts {
  command: Command;
  /** Stops it as Ctrl+C does. Answers the exit code. */
  stop(): Promise<number | null>;
}

/** An empty folder, and how to be rid of it. Others may pass it, as they may pass a home: run by root, PostgreSQL has an account of its own. */
export function scratchFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'cs-e2e-'));
  chmodSync(folder, 0o755);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Runs `countersign start` until it says where it is. */
export async function startInstallation(args: string[], options: CommandOptions = {}): Promise<Installation> {
  const command = startCommand(['--json', 'start', ...args], options);
  while (!command.stdout().includes('\n')) {
    if (command.hasEnded()) throw new Error(`start ended with ${await command.ended}: ${command.stderr()}`);
    await sleep(10);
  }
  const facts = JSON.parse(command.stdout().split('\n')[0] as string) as Facts;
  const stop = () => {
    command.kill('SIGINT');
    return command.ended;
  };
  return { ...facts, command, stop };
}
