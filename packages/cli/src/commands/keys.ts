import { KeyKind } from '@countersign/contract';
import { Command, Option } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatTable } from '../table.ts';

interface CreateOptions extends ConnectionOptions {
  kind: KeyKind;
}

const help = `
A service key hands in work and reads decisions; it never reviews. A personal key acts for the person who made it.
Managing keys needs a personal key of an owner, or the local installation's own.

Examples:
  countersign keys create nightly-batch
  export COUNTERSIGN_KEY=$(countersign keys create laptop --kind personal)
  countersign keys revoke key_01j...
`;

const create: Action<CreateOptions> = async ([name = ''], { kind, ...connection }, { terminal, signal }) => {
  const made = await (await connect(connection)).keys.create({ kind, name }, { signal });
  terminal.result(made, made.key);
  terminal.note(`This ${kind} key is shown only now. Keep it where secrets are kept.`);
  return exitCodes.ok;
};

const list: Action<ConnectionOptions> = async (_, options, { terminal, signal }) => {
  const keys = await (await connect(options)).keys.list({ signal });
  const rows = keys.map(({ id, kind, name, hint, lastUsedAt }) => [id, kind, name, hint, lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never']);
  terminal.result({ keys }, rows.length ? formatTable([['id', 'kind', 'name', 'begins with', 'last used (UTC)'], ...rows]) : 'There is no key yet.');
  return exitCodes.ok;
};

const revoke: Action<ConnectionOptions> = async ([id = ''], options, { terminal, signal }) => {
  await (await connect(options)).keys.revoke(id, { signal });
  terminal.result({ revoked: id }, '');
  terminal.note(`${id} no longer works.`);
  return exitCodes.ok;
};

export const keysCommand: CommandMaker = (act) =>
  new Command('keys')
    .description('make, list and end API keys')
    .addHelpText('after', help)
    .addCommand(
      withConnection(
        new Command('create')
          .description('make a key and print it, this once')
          .argument('<name>', 'what it is for')
          .addOption(new Option('--kind <kind>', 'what it may do').choices(KeyKind.options).default('service')),
      ).action(act(create)),
    )
    .addCommand(withConnection(new Command('list').description('all keys in use')).action(act(list)))
    .addCommand(withConnection(new Command('revoke').description('end a key at once').argument('<id>', 'its id, from keys list')).action(act(revoke)));
