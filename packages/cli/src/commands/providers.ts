import { readFile } from 'node:fs/promises';
import { ProviderKind } from '@countersign/contract';
import { Command, Option } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { openHand, type ProviderSettings } from '../drafting/hand.ts';
import { parseMoney, parseWhole } from '../drafting/money.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatTable } from '../table.ts';

interface AddOptions extends ConnectionOptions {
  kind: ProviderKind;
  address?: string;
  keyFile?: string;
  concurrency?: number;
  perMinute?: number;
  timeout?: number;
  stream?: boolean;
  price: string[];
}

const help = `
A provider is where models are asked: openai, anthropic and google, or any address that speaks OpenAI's protocol. Ollama, vLLM, llama.cpp and
LM Studio on the server's machine need not be added: use them by the names that \`find\` shows. The key is read from the variable
COUNTERSIGN_PROVIDER_KEY or from --key-file, is stored encrypted, and is never shown again.

Examples:
  countersign providers find
  COUNTERSIGN_PROVIDER_KEY=sk-... countersign providers add openai --kind openai --price gpt-5-mini=0.25USD/2USD
  countersign providers add office --kind openai-compatible --address http://10.0.0.5:8000/v1 --concurrency 32
  countersign providers models openai

Prices are for a million tokens sent and a million received. A server inside your network has to be allowed where the server starts:
COUNTERSIGN_MODEL_HOSTS=10.0.0.5
`;

const find: Action<ConnectionOptions> = async (_, options, { terminal, signal }) => {
  const found = await (await connect(options)).providers.discover({ signal });
  const rows = found.map(({ product, address, models }) => [product, address, models.slice(0, 5).join(', ')]);
  const none = 'No model answers on the machine of the server. Start Ollama (ollama serve), vLLM or llama.cpp, or add a provider.';
  terminal.result({ found }, rows.length > 0 ? formatTable([['name', 'address', 'models'], ...rows]) : none);
  return exitCodes.ok;
};

const list: Action<ConnectionOptions> = async (_, options, surroundings) => {
  const hand = await openHand(options, surroundings);
  const providers = await hand.listProviders().finally(hand.close);
  const rows = providers.map(({ name, kind, address, hasKey, concurrency, prices, isRecorded }) => [
    name,
    isRecorded ? 'recorded' : kind,
    address ?? (isRecorded ? 'drafts of the sample shop' : 'its own'),
    hasKey ? 'yes' : 'no',
    concurrency,
    Object.keys(prices).join(', '),
  ]);
  surroundings.terminal.result({ providers }, formatTable([['name', 'kind', 'address', 'key', 'calls at once', 'prices for'], ...rows]));
  return exitCodes.ok;
};

const readKey = async (file: string | undefined): Promise<string | undefined> =>
  file === undefined ? process.env.COUNTERSIGN_PROVIDER_KEY : (await readFile(file, 'utf8')).trim();

const settingsOf = async ({
  kind,
  address,
  keyFile,
  concurrency,
  perMinute,
  timeout,
  stream,
  price,
}: AddOptions): Promise<ProviderSettings> => {
  const key = await readKey(keyFile);
  return {
    kind,
    ...(address !== undefined && { address }),
    ...(key !== undefined && { key }),
    ...(concurrency !== undefined && { concurrency }),
    ...(perMinute !== undefined && { callsPerMinute: perMinute }),
    ...(timeout !== undefined && { timeoutSeconds: timeout }),
    ...(stream && { isStreamed: true }),
    prices: Object.fromEntries(price.map(parsePrice)),
  };
};

function parsePrice(text: string) {
  const [model = '', prices = ''] = [text.slice(0, text.lastIndexOf('=')), text.slice(text.lastIndexOf('=') + 1)];
  const [input, output] = prices.split('/').map((one) => parseMoney(one, `--price ${text}`));
  return [
    model,
    { currency: input?.currency ?? '', inputMicros: input?.micros ?? 0, outputMicros: (output ?? input)?.micros ?? 0 },
  ] as const;
}

const add: Action<AddOptions> = async ([name = ''], options, surroundings) => {
  const settings = await settingsOf(options);
  const hand = await openHand(options, surroundings);
  const provider = await hand.putProvider(name, settings).finally(hand.close);
  surroundings.terminal.result(
    provider,
    `${name} can be used${provider.hasKey ? ', with its key' : ''}. Try it: countersign providers models ${name}`,
  );
  return exitCodes.ok;
};

const remove: Action<ConnectionOptions> = async ([name = ''], options, surroundings) => {
  const hand = await openHand(options, surroundings);
  await hand.removeProvider(name).finally(hand.close);
  surroundings.terminal.result({ removed: name }, '');
  surroundings.terminal.note(`${name} and its key are gone.`);
  return exitCodes.ok;
};

const models: Action<ConnectionOptions> = async ([name = ''], options, { terminal, signal }) => {
  const found = await (await connect(options)).providers.models(name, { signal });
  terminal.result({ models: found }, found.join('\n'));
  return exitCodes.ok;
};

const collect = (value: string, before: string[]) => [...before, value];

export const providersCommand: CommandMaker = (act) =>
  new Command('providers')
    .description('where models are asked: find, add, list, remove')
    .addHelpText('after', help)
    .addCommand(withConnection(new Command('find').description('look for models on the machine of the server')).action(act(find)))
    .addCommand(withConnection(new Command('list').description('all providers, without their keys')).action(act(list)))
    .addCommand(
      withConnection(
        new Command('add')
          .description('add a provider, or replace its settings')
          .argument('<name>', 'what workflows call it')
          .addOption(new Option('--kind <kind>', 'whose protocol it speaks').choices(ProviderKind.options).default('openai-compatible'))
          .option('--address <url>', 'base address, such as http://localhost:11434/v1')
          .option('--key-file <file>', 'file with its key (else COUNTERSIGN_PROVIDER_KEY)')
          .option('--concurrency <number>', 'calls at once (8)', parseWhole)
          .option('--per-minute <number>', 'calls a minute', parseWhole)
          .option('--timeout <seconds>', 'how long a call may take (120)', parseWhole)
          .option('--stream', 'receive answers piece by piece')
          .option('--price <model=in/out>', 'for a million tokens, such as gpt-5-mini=0.25USD/2USD', collect, []),
      ).action(act(add)),
    )
    .addCommand(
      withConnection(new Command('remove').description('remove a provider and its key').argument('<name>', 'its name')).action(act(remove)),
    )
    .addCommand(
      withConnection(new Command('models').description('the models it names').argument('<name>', 'its name')).action(act(models)),
    );
