import { startWorker } from '@countersign/server';
import { Command } from 'commander';
import { openDatabaseUrl, requireDatabaseUrl } from '../database.ts';
import { exitCodes } from '../exit-codes.ts';
import { openServiceLog } from '../logger.ts';
import type { Action, CommandMaker } from '../program.ts';
import { withShutdown } from '../start/shutdown.ts';
import { waitForStop } from '../start/wait-for-stop.ts';

const help = `
Releases what is due, passes deadlines and tidies up. Stateless: run one or more over one database, beside \`countersign serve\`.

Example:
  DATABASE_URL=postgres://... countersign work
`;

const run: Action<object> = async (_, __, { signal }) => {
  const { database, close } = openDatabaseUrl(requireDatabaseUrl());
  return withShutdown(async (shutdown) => {
    shutdown.add(close);
    const worker = await startWorker({ database, logger: openServiceLog() });
    shutdown.add(() => worker.stop());
    await waitForStop({ signal });
    return exitCodes.ok;
  });
};

export const workCommand: CommandMaker = (act) =>
  new Command('work').description('do the background work over DATABASE_URL').addHelpText('after', help).action(act(run));
