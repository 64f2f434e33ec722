import { openAsBlob } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { BatchFormat, BatchMapping } from '@countersign/contract';
import type { Batch, BatchSettingsInput, Countersign } from '@countersign/sdk';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { chooseModel } from '../drafting/choose-model.ts';
import { describeCost, describeEstimate, describeRows, describeState } from '../drafting/describe-batch.ts';
import { parseMoney, parseWhole } from '../drafting/money.ts';
import { watchBatch } from '../drafting/watch-batch.ts';
import { type ExitCode, exitCodes, UsageError } from '../exit-codes.ts';
import type { Action, CommandMaker, Surroundings } from '../program.ts';
import { formatCount } from '../progress.ts';

interface DraftOptions extends Omit<ConnectionOptions, 'key'> {
  format?: BatchFormat;
  workflow?: string;
  checkpoint?: string;
  provider?: string;
  model?: string;
  prompt?: string;
  system?: string;
  key?: string;
  map?: string;
  try?: number;
  budget?: string;
  wait?: boolean;
}

const help = `
Uploads the file, has a model draft each row, and brings every draft to a checkpoint, where people decide before it goes anywhere. CSV and
Excel need a header line; each column is a field that the prompt can name: {{ input.name }}, or {{ input | json }} for all of them.

  1. countersign draft products.csv --checkpoint product-descriptions --prompt prompt.txt --try 10
     drafts ten rows, shows them, and says what all of them will take
  2. countersign batches BATCH --start --wait
     drafts the others; the ten count
  3. people review in the console
  4. countersign batches BATCH --export done.xlsx
     your columns, the result, the decision and who decided

Without --provider it takes the one provider there is, or a model that answers on the machine of the server, or else the recorded drafts of
the sample shop, and says so. A map of columns is JSON: {"key": "SKU", "input": {"name": "Product", "weight": "Weight (g)"}}.
Nothing is drafted twice: rows whose key is at the checkpoint already cost nothing and are named as failed.

Examples:
  countersign draft shop.csv --checkpoint product-descriptions --prompt prompt.txt --try 10
  countersign draft shop.xlsx --workflow catalogue --budget 20EUR --wait
  countersign draft shop.jsonl --checkpoint texts --provider openai --model gpt-5-mini --prompt prompt.txt --wait --json

Exit codes: 0 done, 2 some rows failed or drafting is paused, 1 it failed.
`;

const usualPrompt = 'Write what the instructions ask for, from this source:\n{{ input | json }}';

async function readMapping(file: string | undefined, key: string | undefined): Promise<Partial<BatchMapping>> {
  if (file === undefined) return key === undefined ? {} : { key };
  const mapping = BatchMapping.partial().safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!mapping.success)
    throw new UsageError(
      `${file} is no map of columns: ${z.prettifyError(mapping.error)}\nWrite for example {"key": "SKU", "input": {"name": "Product"}}.`,
    );
  return { ...mapping.data, ...(key !== undefined && { key }) } as Partial<BatchMapping>;
}

async function settingsOf(client: Countersign, options: DraftOptions, surroundings: Surroundings): Promise<BatchSettingsInput> {
  const { workflow, checkpoint, provider, model, prompt, system } = options;
  if ((workflow === undefined) === (checkpoint === undefined))
    throw new UsageError('Say where the drafts go: --checkpoint NAME, or --workflow NAME.');
  if (workflow !== undefined && (provider ?? model ?? prompt ?? system) !== undefined)
    throw new UsageError(
      'A workflow says itself which model writes and by which prompt. Leave out --provider, --model, --prompt and --system.',
    );
  const common = {
    mapping: await readMapping(options.map, options.key),
    ...(options.budget !== undefined && { budget: parseMoney(options.budget, '--budget') }),
  };
  if (workflow !== undefined) return { workflow, ...common };
  const draft = {
    ...(await chooseModel(client, { provider, model }, surroundings)),
    prompt: prompt === undefined ? usualPrompt : await readFile(prompt, 'utf8'),
    ...(system !== undefined && { system: await readFile(system, 'utf8') }),
  };
  return { checkpoint: checkpoint as string, draft, ...common };
}

async function showTrial(client: Countersign, batch: Batch, { terminal, signal }: Surroundings): Promise<ExitCode> {
  const shown = [];
  for (const state of ['tried', 'failed'] as const)
    for await (const run of client.batches.runs(batch.id, { state, signal })) shown.push(run);
  const lines = shown.map(
    (run) => `${run.row}  ${run.key}\n   ${run.failure ? `failed: ${run.failure.detail}` : JSON.stringify(run.output)}`,
  );
  const next = `Start it: countersign batches ${batch.id} --start --wait`;
  terminal.result({ batch, runs: shown }, [...lines, '', describeCost(batch), describeEstimate(batch), next].join('\n'));
  return shown.some(({ failure }) => failure) ? exitCodes.partly : exitCodes.ok;
}

/** What a command about a batch ends with. */
export function tellEnd(batch: Batch, { terminal }: Surroundings): ExitCode {
  const isRunning = batch.state === 'running';
  const lines = [
    `${batch.id} (${batch.title}) is ${describeState(batch)}.`,
    describeRows(batch),
    describeCost(batch),
    isRunning ? `Watch it: countersign batches ${batch.id} --wait` : '',
  ];
  terminal.result(batch, terminal.isQuiet ? '' : lines.filter(Boolean).join('\n'));
  return (batch.counts.failed ?? 0) > 0 || batch.state === 'paused' ? exitCodes.partly : exitCodes.ok;
}

const run: Action<DraftOptions> = async ([file = ''], options, surroundings) => {
  const { terminal, signal } = surroundings;
  const client = await connect(options);
  const settings = await settingsOf(client, options, surroundings);
  const uploaded = await client.batches.upload(await openAsBlob(file), { name: basename(file), format: options.format, signal });
  terminal.note(`${formatCount(uploaded.rows)} rows are uploaded as ${uploaded.id}.`);
  for (const { row, detail } of uploaded.badRows) terminal.warn(`Row ${row} cannot be read: ${detail}`);
  await client.batches.set(uploaded.id, settings, { signal });
  if (options.try !== undefined) {
    await client.batches.trial(uploaded.id, { rows: options.try, signal });
    return showTrial(client, await watchBatch(client, uploaded.id, surroundings), surroundings);
  }
  const started = await client.batches.start(uploaded.id, { signal });
  return tellEnd(options.wait ? await watchBatch(client, uploaded.id, surroundings) : started, surroundings);
};

export const draftCommand: CommandMaker = (act) =>
  withConnection(
    new Command('draft')
      .description('have a model draft the rows of a file, for people to decide on')
      .argument('<file>', 'CSV, XLSX or JSONL')
      .addOption(new Option('--format <format>', 'when the name of the file does not tell').choices(BatchFormat.options))
      .option('--workflow <name>', 'workflow that the rows go through')
      .option('--checkpoint <name>', 'checkpoint that decides on the drafts')
      .option('--provider <name>', 'who is asked; see countersign providers')
      .option('--model <name>', 'model that writes')
      .option('--prompt <file>', 'template of the prompt')
      .option('--system <file>', 'template of the system message, instead of the usual one')
      .option('--key <column>', 'column that names each row for ever (key, id or sku)')
      .option('--map <file>', 'JSON file that says which column is which field')
      .option('--try <rows>', 'draft so many rows, show them, and stop there', parseWhole)
      .option('--budget <amount>', 'stop before it would cost more, such as 20EUR')
      .option('--wait', 'watch until all is drafted'),
    { hasShortKey: false },
  )
    .addHelpText('after', help)
    .action(act(run));
