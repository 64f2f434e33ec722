import { KeyKind } from '@countersign/contract';
import { Command, Option } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { databaseUrl } from '../database-url.ts';
import { exitCodes } from '../exit-codes.ts';
import { dataFolder, readClientFile } from '../installation.ts';
import type { KeyRing } from '../local-keys.ts';
import type { Action, CommandMaker, Surroundings } from '../program.ts';
import { formatTable } from '../table.ts';

interface CreateOptions extends ConnectionOptions {
  kind: KeyKind;
}

const help = `
A service key hands in work and reads decisions; it never reviews. A personal key acts for the person who made it.
Managing keys needs a personal key of an owner. On the machine of the installation none is needed: without --url and --api-key
the command goes to the database itself.

Examples:
  countersign keys create nightly-batch
  COUNTERSIGN_KEY=$(countersign keys create batch) node my-batch.js
  countersign keys revoke key_01j...
`;

const isForLocalInstallation = ({ url, apiKey }: ConnectionOptions): boolean =>
  !url && !apiKey && !process.env.COUNTERSIGN_URL && !process.env.COUNTERSIGN_KEY;

const openKeys = async (options: ConnectionOptions, { terminal, signal }: Surroundings): Promise<KeyRing> => {
  const folder = dataFolder(options.data);
  if (isForLocalInstallation(options) && (databaseUrl() || (await readClientFile(folder)))) {
    return (await import('../local-keys.ts')).openLocalKeys(folder, terminal);
  }
  const { keys } = await connect(options);
  return {
    create: (input) => keys.create(input, { signal }),
    list: () => keys.list({ signal }),
    revoke: (id) => keys.revoke(id, { signal }),
    close: async () => {},
  };
};

const create: Action<CreateOptions> = async ([name = ''], { kind, ...connection }, surroundings) => {
  const keys = await openKeys(connection, surroundings);
  const made = await keys.create({ kind, name }).finally(keys.close);
  surroundings.terminal.result(made, made.key);
  surroundings.terminal.note(`This ${kind} key is shown only now. Keep it where secrets are kept.`);
  return exitCodes.ok;
};

const list: Action<ConnectionOptions> = async (_, options, surroundings) => {
  const ring = await openKeys(options, surroundings);
  const keys = await ring.list().finally(ring.close);
  const rows = keys.map(({ id, kind, name, hint, lastUsedAt }) => [
    id,
    kind,
    name,
    hint,
    lastUsedAt?.slice(0, 16).replace('T', ' ') ?? 'never',
  ]);
  surroundings.terminal.result(
    { keys },
    rows.length ? formatTable([['id', 'kind', 'name', 'begins with', 'last used (UTC)'], ...rows]) : 'There is no key yet.',
  );
  return exitCodes.ok;
};

const revoke: Action<ConnectionOptions> = async ([id = ''], options, surroundings) => {
  const keys = await openKeys(options, surroundings);
  await keys.revoke(id).finally(keys.close);
  surroundings.terminal.result({ revoked: id }, '');
  surroundings.terminal.note(`${id} no longer works.`);
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
    .addCommand(
      withConnection(new Command('revoke').description('end a key at once').argument('<id>', 'its id, from keys list')).action(act(revoke)),
    );
