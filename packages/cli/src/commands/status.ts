import { Command } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatTable } from '../table.ts';

const shown = ['waiting', 'returned', 'decided', 'released', 'rejected', 'expired'] as const;

const help = `
Examples:
  countersign status
  countersign status --json | jq '.checkpoints[] | {name, waiting: .counts.waiting}'
`;

const run: Action<ConnectionOptions> = async (_, options, { terminal, signal }) => {
  const client = await connect(options);
  const checkpoints = await client.checkpoints({ signal });
  const rows = checkpoints.map(({ name, counts }) => [name, ...shown.map((state) => counts[state])]);
  const none = 'There is no checkpoint yet. Put one with the SDK or the console, or start with --demo.';
  terminal.result({ url: client.url, checkpoints }, rows.length ? formatTable([['checkpoint', ...shown], ...rows]) : none);
  return exitCodes.ok;
};

export const statusCommand: CommandMaker = (act) =>
  withConnection(new Command('status').description('how many items wait, are decided and released, by checkpoint'))
    .addHelpText('after', help)
    .action(act(run));
