import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DatasetForm, type DatasetQuery, ItemState } from '@countersign/contract';
import { Command, Option } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatCount, ProgressLine } from '../progress.ts';

interface ExportOptions extends ConnectionOptions {
  format?: 'jsonl' | 'csv';
  state?: ItemState;
  out?: string;
  as?: DatasetForm;
  split?: DatasetQuery['split'];
  testShare?: number;
  group?: string;
  mask?: 'personal';
}

const help = `
With --as the decided work becomes a data set: chats for fine-tuning (sft), preferences (dpo, pairs), or inputs with the output that is
expected (evals). --split parts by time and document; nothing of the test part is in the train part.

With --out the file appears under its name when it is complete, never half written.

Examples:
  countersign export product-descriptions --state released --out done.csv
  countersign export product-descriptions --as sft --split train --out train.jsonl
  countersign export product-descriptions --as evals --split test --mask personal --out evals.jsonl
  countersign export product-descriptions | jq -r 'select(.decision.outcome == "edited") | .key'
`;

const run: Action<ExportOptions> = async ([checkpointName = ''], options, { terminal, signal }) => {
  const { out, state, format = out?.toLowerCase().endsWith('.csv') ? 'csv' : 'jsonl', ...connection } = options;
  const client = await connect(connection);
  const checkpoint = client.checkpoint(checkpointName);
  const pieces = await (options.as
    ? checkpoint.datasetBytes(datasetOf(options.as, options, signal))
    : checkpoint.exportBytes({ format, state, signal }));
  if (out === undefined) {
    await pipeline(Readable.from(pieces, { objectMode: false }), process.stdout, { end: false });
    return exitCodes.ok;
  }
  const line = new ProgressLine(terminal, 'kB');
  const partial = `${out}.partial-${process.pid}`;
  let bytes = 0;
  async function* counted() {
    for await (const piece of pieces) {
      bytes += piece.length;
      line.show(bytes / 1000);
      yield piece;
    }
  }
  try {
    await pipeline(counted, createWriteStream(partial, { flush: true }));
    await rename(partial, out);
  } finally {
    line.clear();
    await rm(partial, { force: true });
  }
  terminal.result({ file: out, bytes }, terminal.isQuiet ? '' : `${out} is complete (${formatCount(bytes / 1000)} kB).`);
  return exitCodes.ok;
};

const datasetOf = (as: DatasetForm, { split, testShare, group, mask }: ExportOptions, signal: AbortSignal) => ({
  as,
  signal,
  ...(split && { split }),
  ...(testShare !== undefined && { test: testShare }),
  ...(group && { group }),
  ...(mask && { mask }),
});

export const exportCommand: CommandMaker = (act) =>
  withConnection(
    new Command('export')
      .description('take items away, with their decisions')
      .argument('<checkpoint>', 'name of the checkpoint')
      .addOption(new Option('--format <format>', 'jsonl, or csv when the file is named so').choices(['jsonl', 'csv']))
      .addOption(new Option('--state <state>', 'only items in this state').choices(ItemState.options))
      .addOption(new Option('--as <form>', 'a data set instead of items').choices(DatasetForm.options).conflicts(['format', 'state']))
      .addOption(new Option('--split <part>', 'with --as: one part only').choices(['train', 'test', 'all']))
      .addOption(new Option('--test-share <share>', 'with --as: how much the test part has, 0.2 when left out').argParser(Number))
      .option('--group <member>', 'with --as: the metadata member that names the document of an item; group when left out')
      .addOption(new Option('--mask <what>', 'with --as: hide personal data').choices(['personal']))
      .option('--out <file>', 'file to write; standard output when left out'),
  )
    .addHelpText('after', help)
    .action(act(run));
