import { Command } from 'commander';
import { dataOption } from '../connection.ts';
import type { Action, CommandMaker } from '../program.ts';
import { parsePort } from '../start/check-port.ts';
import type { StartOptions } from '../start/start.ts';

const help = `
Everything in one process: PostgreSQL (embedded, unless DATABASE_URL names one), API, console and background work. The first
start takes a few seconds and prints a link to make the first owner; or set COUNTERSIGN_OWNER_EMAIL and
COUNTERSIGN_OWNER_PASSWORD. Where others reach it under another name, say so with --public-url.

Examples:
  countersign start --demo --open
  countersign start --host 0.0.0.0 --public-url https://review.example.com --data /var/lib/countersign
`;

// Server and engine are loaded only by the commands that need them: the others start in half the time.
const run: Action<StartOptions> = async (...given) => (await import('../start/start.ts')).start(...given);

export const startCommand: CommandMaker = (act) =>
  new Command('start')
    .description('run a complete installation on this machine')
    .option('--port <number>', 'port of API and console', parsePort, 4141)
    .option('--host <address>', '127.0.0.1 for this machine only, 0.0.0.0 for all', '127.0.0.1')
    .option('--public-url <address>', 'address that people use, when it is another one')
    .option('--demo', 'load the sample shop at the first start')
    .option('--open', 'open the console in the browser')
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
