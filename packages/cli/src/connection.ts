import { Countersign } from '@countersign/sdk';
import { type Command, Option } from 'commander';
import { dataFolder, readClientFile } from './installation.ts';

export interface ConnectionOptions {
  url?: string;
  apiKey?: string;
  /** The same as `apiKey`, where a command has no other use for the name. */
  key?: string;
  data?: string;
}

export const dataOption = () => new Option('--data <folder>', 'data folder of the local installation (COUNTERSIGN_DATA, else .countersign)');

/** Adds the options that say which server a command talks to. */
export const withConnection = (command: Command): Command => {
  command
    .addOption(new Option('--url <address>', 'address of the server (COUNTERSIGN_URL)'))
    .addOption(new Option('--api-key <key>', 'API key (COUNTERSIGN_KEY, which other users of the machine cannot see)'))
    .addOption(dataOption());
  return command;
};

/** `--key` as a short form of `--api-key`. Not for `import`, where it names a column. */
export const withShortKey = (command: Command): Command => command.addOption(new Option('--key <key>').hideHelp());

/**
 * A client for the server that options, environment or the local installation name, in this order. The local key goes to the
 * local address only.
 */
export const connect = async ({ url, apiKey, data }: ConnectionOptions): Promise<Countersign> => {
  const local = await readClientFile(dataFolder(data));
  const address = url ?? process.env.COUNTERSIGN_URL ?? local?.url;
  const key = apiKey ?? process.env.COUNTERSIGN_KEY ?? (address === local?.url ? local?.key : null);
  return new Countersign({ url: address, key: key ?? undefined });
};
