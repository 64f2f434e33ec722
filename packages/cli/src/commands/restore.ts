import { Command } from 'commander';
import { dataOption } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder } from '../installation.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatCount, ProgressLine } from '../progress.ts';

const help = `
The data folder must not hold a database yet: nothing is ever written over.

Example:
  countersign restore /backups/countersign-2026-11-22.tar.gz --data ./restored
  countersign start --data ./restored
`;

const run: Action<{ data?: string }> = async ([file = ''], { data }, { terminal }) => {
  const { restorePostgres } = await import('@countersign/engine/postgres');
  const folder = dataFolder(data);
  const line = new ProgressLine(terminal, 'kB');
  const done = await restorePostgres({ file, dataDir: folder, onProgress: ({ bytes }) => line.show(bytes / 1000) }).finally(() =>
    line.clear(),
  );
  terminal.result(
    { data: folder, ...done },
    `${formatCount(done.files)} files of ${done.createdAt} are in ${folder}. Start it with: countersign start --data ${folder}`,
  );
  return exitCodes.ok;
};

export const restoreCommand: CommandMaker = (act) =>
  new Command('restore')
    .description('put a backup into an empty data folder')
    .argument('<file>', 'archive made by countersign backup')
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
