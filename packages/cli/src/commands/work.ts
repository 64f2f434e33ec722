import { Command } from 'commander';
import { requireDatabaseUrl } from '../database-url.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Action, CommandMaker } from '../program.ts';
import { recordedDrafts } from '../start/sample-shop.ts';
import { withShutdown } from '../start/shutdown.ts';
import { waitForStop } from '../start/wait-for-stop.ts';

const help = `
Releases what is due, passes deadlines, drafts with models and tidies up. Stateless: run one or more over one database, beside \`countersign serve\`.

Example:
  DATABASE_URL=postgres://... countersign work
`;

const run: Action<object> = async (_, __, { signal }) => {
  const address = requireDatabaseUrl();
  const { openRecordedDrafts, startWorker } = await import('@countersign/server');
  const { openDatabaseUrl } = await import('../database.ts');
  const { openServiceLog } = await import('../logger.ts');
  const { database, close } = openDatabaseUrl(address);
  return withShutdown(async (shutdown) => {
    shutdown.add(close);
    const worker = await startWorker({ database, recorded: openRecordedDrafts(recordedDrafts), logger: openServiceLog() });
    shutdown.add(() => worker.stop());
    await waitForStop({ signal });
    return exitCodes.ok;
  });
};

export const workCommand: CommandMaker = (act) =>
  new Command('work').description('do the background work over DATABASE_URL').addHelpText('after', help).action(act(run));
