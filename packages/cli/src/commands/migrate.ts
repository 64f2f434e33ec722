import { Command } from 'commander';
import { dataOption } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder } from '../installation.ts';
import type { Action, CommandMaker } from '../program.ts';

const help = `
Runs on DATABASE_URL, else on the local installation. \`start\` does it by itself; run it before \`serve\` and \`work\`, once per
new version. It is safe to run at any time and by several at once.

Example:
  DATABASE_URL=postgres://... countersign migrate
`;

const run: Action<{ data?: string }> = async (_, { data }, { terminal }) => {
  const { migrate } = await import('@countersign/engine');
  const { openInstalledDatabase } = await import('../database.ts');
  const opened = await openInstalledDatabase(dataFolder(data), terminal);
  try {
    const { applied, version } = await migrate(opened.database, { onNotice: (line) => terminal.note(line) });
    terminal.result(
      { applied, version },
      `The database (${opened.name}) is at schema version ${version}${applied.length ? '' : ' already'}.`,
    );
    return exitCodes.ok;
  } finally {
    await opened.close();
  }
};

export const migrateCommand: CommandMaker = (act) =>
  new Command('migrate')
    .description('bring the database to this version')
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
