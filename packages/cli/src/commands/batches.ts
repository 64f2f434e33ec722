import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { BatchFormat } from '@countersign/contract';
import type { Batch, Countersign } from '@countersign/sdk';
import { Command, Option } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { describeState } from '../drafting/describe-batch.ts';
import { formatMoney, parseMoney } from '../drafting/money.ts';
import { watchBatch } from '../drafting/watch-batch.ts';
import { exitCodes, UsageError } from '../exit-codes.ts';
import type { Action, CommandMaker, Surroundings } from '../program.ts';
import { formatTable } from '../table.ts';
import { tellEnd } from './draft.ts';

interface BatchOptions extends ConnectionOptions {
  start?: boolean;
  pause?: boolean;
  resume?: boolean;
  cancel?: boolean;
  retry?: boolean;
  budget?: string;
  wait?: boolean;
  failed?: boolean;
  export?: string;
  format?: BatchFormat;
}

const help = `
Without an id it lists the batches; with one it shows or steers that one.

Examples:
  countersign batches
  countersign batches batch_01j... --start --wait
  countersign batches batch_01j... --resume --budget 40EUR
  countersign batches batch_01j... --failed                 the rows that failed, with the reasons
  countersign batches batch_01j... --retry --wait           draft them once more
  countersign batches batch_01j... --export done.xlsx       or .csv, .jsonl
`;

const acts = ['start', 'pause', 'resume', 'cancel', 'retry'] as const;

async function listAll(client: Countersign, { terminal, signal }: Surroundings): Promise<void> {
  const batches = await client.batches.list({ signal });
  const rows = batches.map((batch) => [
    batch.id,
    batch.title,
    describeState(batch).slice(0, 60),
    batch.rows || Object.values(batch.counts).reduce((sum, count) => sum + count, 0),
    batch.progress.drafted,
    batch.counts.failed ?? 0,
    batch.cost ? formatMoney(batch.cost) : '',
  ]);
  const none = 'There is no batch yet. countersign draft FILE makes one.';
  terminal.result(
    { batches },
    rows.length > 0 ? formatTable([['id', 'title', 'state', 'rows', 'drafted', 'failed', 'cost'], ...rows]) : none,
  );
}

const formatOf = (file: string, format: BatchFormat | undefined): BatchFormat => {
  const found = format ?? BatchFormat.options.find((one) => file.toLowerCase().endsWith(`.${one}`));
  if (found) return found;
  throw new UsageError(`Say with --format csv, xlsx or jsonl what ${file} is to be.`);
};

/** The file appears under its name when it is complete, never half written. */
async function exportTo(
  client: Countersign,
  id: string,
  file: string,
  given: BatchFormat | undefined,
  { terminal, signal }: Surroundings,
): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  try {
    await pipeline(await client.batches.export(id, { format: formatOf(file, given), signal }), createWriteStream(partial));
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
  terminal.result({ file }, terminal.isQuiet ? '' : `${file} is complete.`);
}

async function showFailed(client: Countersign, id: string, { terminal, signal }: Surroundings): Promise<void> {
  const failed = [];
  for await (const run of client.batches.runs(id, { state: 'failed', signal })) failed.push(run);
  const lines = failed.map(({ row, key, failure }) => `${row ?? ''}  ${key ?? ''}  ${failure?.detail} (${failure?.code})`);
  terminal.result({ failed }, lines.length > 0 ? lines.join('\n') : 'No row failed.');
}

async function steer(client: Countersign, id: string, options: BatchOptions, signal: AbortSignal): Promise<Batch> {
  const wanted = acts.filter((act) => options[act]);
  if (wanted.length > 1) throw new UsageError(`Do one after the other: ${wanted.map((act) => `--${act}`).join(', ')}.`);
  if (options.budget !== undefined && !options.resume)
    throw new UsageError('--budget goes with --resume: it sets another budget and goes on.');
  const [act] = wanted;
  if (act === undefined) return client.batches.get(id, { signal });
  if (act !== 'resume') return client.batches[act](id, { signal });
  return client.batches.resume(id, { signal, ...(options.budget !== undefined && { budget: parseMoney(options.budget, '--budget') }) });
}

const run: Action<BatchOptions> = async ([id], options, surroundings) => {
  const { signal } = surroundings;
  const client = await connect(options);
  if (id === undefined) {
    await listAll(client, surroundings);
    return exitCodes.ok;
  }
  if (options.export !== undefined) {
    await exportTo(client, id, options.export, options.format, surroundings);
    return exitCodes.ok;
  }
  if (options.failed) {
    await showFailed(client, id, surroundings);
    return exitCodes.ok;
  }
  const batch = await steer(client, id, options, signal);
  return tellEnd(options.wait ? await watchBatch(client, id, surroundings) : batch, surroundings);
};

export const batchesCommand: CommandMaker = (act) =>
  withConnection(
    new Command('batches')
      .description('watch, steer and export what models draft')
      .argument('[id]', 'a batch; all of them when left out')
      .option('--start', 'draft all rows; those of a trial count')
      .option('--pause', 'make no further call')
      .option('--resume', 'go on')
      .option('--budget <amount>', 'with --resume: another budget, such as 40EUR')
      .option('--cancel', 'draft nothing more of it')
      .option('--retry', 'draft once more what failed')
      .option('--wait', 'watch until all is drafted')
      .option('--failed', 'show the rows that failed, with the reasons')
      .option('--export <file>', 'write all rows with their results and decisions')
      .addOption(new Option('--format <format>', 'when the name of the file does not tell').choices(BatchFormat.options)),
  )
    .addHelpText('after', help)
    .action(act(run));
