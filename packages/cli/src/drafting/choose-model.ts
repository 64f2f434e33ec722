import { recordedProvider } from '@countersign/contract';
import { type Countersign, CountersignError } from '@countersign/sdk';
import { UsageError } from '../exit-codes.ts';
import type { Surroundings } from '../program.ts';

export interface ChosenModel {
  provider: string;
  model: string;
}

async function firstModel(client: Countersign, provider: string, signal: AbortSignal): Promise<string> {
  const [model] = await client.providers.models(provider, { signal }).catch((error) => {
    if (error instanceof CountersignError && error.code === 'not_found') return [];
    throw error;
  });
  if (model !== undefined) return model;
  throw new UsageError(`Say with --model which model of ${provider} is to write.`);
}

/**
 * Whom to ask when nobody says: the one provider there is, else a server of models on the machine of the server, else the recorded
 * drafts of the sample shop, and says so.
 */
export async function chooseModel(
  client: Countersign,
  { provider, model }: { provider?: string | undefined; model?: string | undefined },
  { terminal, signal }: Surroundings,
): Promise<ChosenModel> {
  if (provider !== undefined) return { provider, model: model ?? (await firstModel(client, provider, signal)) };
  const own = (await client.providers.list({ signal })).filter(({ isRecorded }) => !isRecorded);
  if (own.length > 1) throw new UsageError(`Say with --provider who is to write: ${own.map(({ name }) => name).join(', ')}.`);
  const [only] = own;
  if (only) return { provider: only.name, model: model ?? (await firstModel(client, only.name, signal)) };
  const [found] = await client.providers.discover({ signal });
  if (found) {
    const chosen = model ?? (found.models[0] as string);
    terminal.note(`${found.product} answers on the machine of the server, and writes with ${chosen}.`);
    return { provider: found.product, model: chosen };
  }
  terminal.warn(
    'No model is reachable: the recorded drafts of the sample shop are used, which no model writes now. Other rows fail. Add a model: countersign providers add --help',
  );
  return { provider: recordedProvider, model: model ?? 'shop-writer-1' };
}
