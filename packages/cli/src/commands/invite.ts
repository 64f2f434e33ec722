import { CountersignError, Role } from '@countersign/contract';
import { Command, Option } from 'commander';
import { dataOption } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder, readClientFile } from '../installation.ts';
import type { Action, CommandMaker } from '../program.ts';

interface InviteOptions {
  role: Role;
  name: string;
  url?: string;
  data?: string;
}

const help = `
Goes to the database itself, so it is also the way back for an owner who cannot sign in any more. Works while Countersign runs
and while it does not. The link works once, for seven days.

Examples:
  countersign invite --role owner
  countersign invite --name Ada --url https://review.example.com
`;

const run: Action<InviteOptions> = async (_, { role, name, url, data }, { terminal }) => {
  const { createInvitation, firstWorkspace, systemContext } = await import('@countersign/engine');
  const { openInstalledDatabase } = await import('../database.ts');
  const folder = dataFolder(data);
  const address = url ?? process.env.COUNTERSIGN_URL ?? (await readClientFile(folder))?.url ?? 'http://127.0.0.1:4141';
  const { database, close } = await openInstalledDatabase(folder, terminal);
  try {
    const workspace = await firstWorkspace(database);
    if (!workspace) throw new CountersignError('not_found', 'This database has no workspace yet. `countersign start` makes one.');
    const { token, expiresAt } = await createInvitation({
      ctx: systemContext(database, workspace.id, 'invite-command'),
      input: { role, name },
    });
    const link = `${address.replace(/\/+$/, '')}/welcome#${token}`;
    terminal.result({ link, role, expiresAt }, link);
    terminal.note(`Whoever opens this link first joins as ${role}. It works once, until ${expiresAt.slice(0, 16).replace('T', ' ')} UTC.`);
    return exitCodes.ok;
  } finally {
    await close();
  }
};

export const inviteCommand: CommandMaker = (act) =>
  new Command('invite')
    .description('print a one-time link to join, or to get back in')
    .addOption(new Option('--role <role>', 'what the person will be').choices(Role.options).default('reviewer'))
    .option('--name <name>', 'name of the person', '')
    .option('--url <address>', 'public address of the server (COUNTERSIGN_URL)')
    .addOption(dataOption())
    .addHelpText('after', help)
    .action(act(run));
