import { CountersignError, type ImportProgress, type JsonObject, type Rejection } from '@countersign/sdk';
import { Command, Option } from 'commander';
import { type ConnectionOptions, connect, withConnection } from '../connection.ts';
import { readMapFile } from '../csv/mapping.ts';
import { exitCodes, UsageError } from '../exit-codes.ts';
import { importCsv } from '../import/csv.ts';
import { formatOf } from '../import/format-of.ts';
import { importJsonl } from '../import/jsonl.ts';
import { Rejects } from '../import/rejects.ts';
import { openSource } from '../import/source.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatCount, formatDuration, ProgressLine } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

interface ImportOptions extends ConnectionOptions {
  /** Here the column, not the API key. */
  key?: string;
  format?: 'jsonl' | 'csv';
  input?: string;
  output?: string;
  map?: string;
  delimiter?: string;
  rejected?: string;
}

const help = `
A line of JSONL is one item: {"key": "sku-1", "input": ..., "output": ...}, with confidence, model, severity, priority, dueAt
and metadata if you like. CSV needs a header line. Without options its columns are taken by their names: key (or id, or sku);
input.NAME, output.NAME, or output for the whole text; confidence, severity and so on. When no column is named after the input,
it is all the columns left. Cells become numbers, true/false or lists where the checkpoint's schema asks for them.

Running the same file again is safe: what is in already is recognised by its key.
Bad lines stop nothing. They go to FILE.rejected.jsonl with the reason; mend them there and hand them in again:
  jq -c .item texts.rejected.jsonl | countersign import texts -

Examples:
  countersign import product-descriptions texts.jsonl
  countersign import product-descriptions shop.csv --key sku --input name,facts --output description
  zcat big.jsonl.gz | countersign import product-descriptions - --json

Exit codes: 0 all lines are in, 2 some were rejected, 1 the import failed.
`;

const columns = (list: string | undefined): string[] | undefined => list?.split(',').map((column) => column.trim());

const tellHowFar = (terminal: Terminal, error: unknown): void => {
  const progress = error instanceof CountersignError ? (error.details.context?.progress as ImportProgress | undefined) : undefined;
  if (progress) terminal.note(`${formatCount(progress.accepted + progress.replayed)} items are in so far.`);
};

const run: Action<ImportOptions> = async ([checkpointName = '', file = ''], options, { terminal, signal }) => {
  const format = formatOf(file, options.format);
  const map = options.map === undefined ? undefined : await readMapFile(options.map);
  if (format === 'jsonl' && (options.key || options.input || options.output || map)) {
    throw new UsageError(
      '--key, --input, --output and --map name columns of a CSV. An API key is given with --api-key or COUNTERSIGN_KEY.',
    );
  }
  const source = await openSource(file);
  const client = await connect(options);
  const checkpoint = client.checkpoint(checkpointName);
  const { inputSchema, outputSchema } = await checkpoint.get({ signal });
  const rejects = new Rejects(options.rejected ?? `${file === '-' ? checkpointName : file}.rejected.jsonl`);
  const line = new ProgressLine(terminal, 'lines');
  const task = {
    checkpoint,
    source,
    signal,
    onRejected: (rejection: Rejection, text: string) => rejects.add(rejection, text),
    onProgress: (lines: number) => line.show(lines, source.fraction()),
  };
  try {
    const sums =
      format === 'csv'
        ? await importCsv({
            ...task,
            schemas: { input: inputSchema as JsonObject | null, output: outputSchema as JsonObject | null },
            delimiter: options.delimiter,
            mapping: { key: options.key, input: columns(options.input), output: columns(options.output), map },
          })
        : await importJsonl(task);
    line.clear();
    const { accepted, replayed } = sums;
    const rejected = rejects.count;
    const rejectedFile = rejected > 0 ? rejects.file : null;
    const again = replayed > 0 ? `, ${formatCount(replayed)} were in already` : '';
    terminal.result(
      { accepted, replayed, rejected, rejectedFile, seconds: Number(line.seconds.toFixed(3)) },
      terminal.isQuiet ? '' : `${formatCount(accepted)} items are in${again} (${formatDuration(line.seconds)}).`,
    );
    if (rejected === 0) return exitCodes.ok;
    if (!terminal.isJson) terminal.warn(`${formatCount(rejected)} lines were rejected and are in ${rejects.file}:\n${rejects.summary()}`);
    return exitCodes.partly;
  } catch (error) {
    line.clear();
    tellHowFar(terminal, error);
    throw error;
  } finally {
    rejects.close();
  }
};

export const importCommand: CommandMaker = (act) =>
  withConnection(
    new Command('import')
      .description('hand in work from a file, of any size')
      .argument('<checkpoint>', 'name of the checkpoint')
      .argument('<file>', 'JSONL or CSV; - for standard input')
      .addOption(new Option('--format <format>', 'when the name of the file does not tell').choices(['jsonl', 'csv']))
      .option('--key <column>', 'CSV: column that names each item for ever')
      .option('--input <columns>', 'CSV: columns of what the AI saw, with commas between them')
      .option('--output <columns>', 'CSV: columns of what the AI proposes; one alone is the whole text')
      .option('--map <file>', 'CSV: JSON file that says which column goes where')
      .option('--delimiter <character>', 'CSV: what stands between the cells, when it is not found out')
      .option('--rejected <file>', 'where bad lines go (FILE.rejected.jsonl)'),
    { hasShortKey: false },
  )
    .addHelpText('after', help)
    .action(act(run));
