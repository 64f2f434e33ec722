import { Countersign } from '@countersign/sdk';
import { type Command, Option } from 'commander';
import { dataFolder, readClientFile } from './installation.ts';

export interface ConnectionOptions {
  url?: string;
  apiKey?: string;
  data?: string;
}

export const dataOption = () =>
  new Option('--data <folder>', 'data folder of the local installation (COUNTERSIGN_DATA, else .countersign)');

/** Adds the options that say which server a command talks to. `import` has another use for the short name --key. */
export const withConnection = (command: Command, { hasShortKey = true } = {}): Command => {
  command
    .addOption(new Option('--url <address>', 'address of the server (COUNTERSIGN_URL)'))
    .addOption(
      new Option(
        hasShortKey ? '--key, --api-key <key>' : '--api-key <key>',
        'API key (COUNTERSIGN_KEY, which others on this machine cannot see)',
      ),
    )
    .addOption(dataOption());
  return command;
};

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
