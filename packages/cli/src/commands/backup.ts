import { Command } from 'commander';
import { dataOption } from '../connection.ts';
import { databaseUrl } from '../database-url.ts';
import { exitCodes, UsageError } from '../exit-codes.ts';
import { dataFolder } from '../installation.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatCount, ProgressLine } from '../progress.ts';

const help = `
Works while Countersign runs and while it does not. The file holds everything that was committed when it was begun, and secrets:
it can be read by its owner only; keep it so.

Example:
  countersign backup /backups/countersign-$(date +%F).tar.gz
`;

const run: Action<{ data?: string }> = async ([file = ''], { data }, { terminal }) => {
  if (databaseUrl())
    throw new UsageError('DATABASE_URL names a server of your own. Back it up with pg_dump, pg_basebackup or the backups of its provider.');
  const { backupPostgres } = await import('@countersign/engine/postgres');
  const line = new ProgressLine(terminal, 'kB');
  const done = await backupPostgres({ dataDir: dataFolder(data), file, onProgress: ({ bytes }) => line.show(bytes / 1000) }).finally(() =>
    line.clear(),
  );
  terminal.result(
    { file, ...done },
    `${file} is complete (${formatCount(done.bytes / 1000)} kB). Try it out now and then: countersign restore ${file} --data /tmp/trial`,
  );
  return exitCodes.ok;
};

export const backupCommand: CommandMaker = (act) =>
  new Command('backup')
    .description('copy the whole embedded database into one file')
    .argument('<file>', 'archive to write, a .tar.gz')
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
