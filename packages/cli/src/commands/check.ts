import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { BrandRules, CountersignError, type Flag, type FlagLevel } from '@countersign/contract';
import { Command, Option } from 'commander';
import type { CheckedRow, Checking } from '../check/check-row.ts';
import { checkRows } from '../check/check-rows.ts';
import { readRows } from '../check/read-rows.ts';
import { exitCodes } from '../exit-codes.ts';
import { formatOf } from '../import/format-of.ts';
import { openSource } from '../import/source.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatCount, ProgressLine } from '../progress.ts';
import { onOutput } from '../terminal.ts';

interface CheckOptions {
  source?: string;
  output?: string;
  id?: string;
  format?: 'jsonl' | 'csv';
  delimiter?: string;
  rules?: string;
  dictionary?: string;
  grammar?: boolean;
  failOn?: FlagLevel;
}

const help = `
The same checks as in the console: facts against the source (numbers, units, dates, materials, claims), brand rules, personal data,
the AI's own flags (metadata.flags), and with --grammar spelling and grammar of English texts. Nothing leaves this machine.

A row is a JSON object on a line, or a line of a CSV file with a header. The source is what the AI saw: lines of "name: value", free
text, or JSON of any shape. The output is a text, or JSON with texts in it. Fields are named by --source and --output: data.facts and
/data/facts both mean the field facts in data. Files may be packed (.gz).

With --json, standard output has one line per row: {"id", "line", "flags": [{"kind", "level", "path", "start", "end", "message",
"replacements", "source", ...}]}; the summary goes to standard error, as JSON too. Offsets are UTF-16 units in the text at "path" of the
output; "source" of a flag says where the source speaks of it (inputPath, inputStart, inputEnd, evidence).

Levels: error (the source says otherwise), warning (the source does not say it), info (praise, style).

Examples:
  countersign check drafts.jsonl
  countersign check drafts.jsonl.gz --source input.facts --output result.text --json > flags.jsonl
  countersign check drafts.csv --source facts --output description --id sku
  countersign check drafts.jsonl --rules brand.json --grammar --fail-on error       in a CI

Exit codes: 0 checked, 1 flags of the level of --fail-on or worse were found, 2 some rows could not be read or lack a field.
`;

const worth: Record<FlagLevel, number> = { info: 0, warning: 1, error: 2 };

const readJsonFile = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CountersignError('invalid_json', `${file} cannot be read as JSON: ${(error as Error).message}`, { cause: error });
  }
};

const readWords = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((word) => word.trim())
    .filter(Boolean);

/** A whole file with the wrong field name needs no thousand lines to say so. */
const mostTold = 20;

/** Waits when nobody takes what was written, so that a slow reader does not fill the memory. */
const write = (text: string): Promise<unknown> | undefined => (process.stdout.write(text) ? undefined : once(process.stdout, 'drain'));

const readRules = (file: string): BrandRules => {
  const parsed = BrandRules.safeParse(readJsonFile(file));
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new CountersignError('invalid_input', `The brand rules in ${file} are not valid: /${first?.path.join('/')} ${first?.message}`);
};

const styles = { error: 'red', warning: 'yellow', info: 'dim' } as const;

const writeFlag = (flag: Flag): string => {
  const place = `${flag.path || 'text'}:${flag.start}`;
  const instead = flag.replacements[0] === undefined ? '' : ` → ${flag.replacements[0]}`;
  return `  ${onOutput(styles[flag.level], flag.level.padEnd(7))} ${flag.kind.padEnd(8)} ${place}  ${flag.message}${instead}`;
};

class Summary {
  rows = 0;
  flagged = 0;
  unreadable = 0;
  readonly levels: Record<FlagLevel, number> = { error: 0, warning: 0, info: 0 };
  readonly kinds: Record<string, number> = {};

  add({ flags }: CheckedRow): void {
    this.rows += 1;
    if (flags.length > 0) this.flagged += 1;
    for (const { level, kind } of flags) {
      this.levels[level] += 1;
      this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    }
  }

  toString(): string {
    const kinds = Object.entries(this.kinds).map(([kind, count]) => `${kind} ${formatCount(count)}`);
    const { error, warning, info } = this.levels;
    return [
      `${formatCount(this.rows)} rows checked, ${formatCount(this.flagged)} with flags: ${formatCount(error)} errors, ${formatCount(warning)} warnings, ${formatCount(info)} hints.`,
      ...(kinds.length > 0 ? [`By kind: ${kinds.join(', ')}.`] : []),
    ].join('\n');
  }
}

const run: Action<CheckOptions> = async ([file = ''], options, { terminal, signal }) => {
  const format = formatOf(file, options.format);
  const checking: Checking = {
    id: options.id === undefined ? ['id', 'key', 'sku'] : [options.id],
    source: options.source === undefined ? ['source', 'input'] : [options.source],
    output: options.output === undefined ? ['output', 'text'] : [options.output],
    needsSource: options.source !== undefined,
    format,
    rules: options.rules === undefined ? undefined : readRules(options.rules),
    dictionary: options.dictionary === undefined ? [] : readWords(options.dictionary),
  };
  const source = await openSource(file);
  const summary = new Summary();
  const progress = new ProgressLine(terminal, 'rows');
  const onBad = (line: number, why: string) => {
    summary.unreadable += 1;
    progress.clear();
    if (summary.unreadable <= mostTold) terminal.warn(`Line ${line} ${why}.`);
    if (summary.unreadable === mostTold) terminal.warn('Further such lines are counted only.');
  };
  const read = readRows(source, { format, delimiter: options.delimiter, onBad });
  for await (const checked of checkRows(read, checking, options.grammar === true)) {
    if (signal.aborted) throw new CountersignError('aborted', 'Given up.');
    if (checked.bad !== undefined) onBad(checked.line, checked.bad);
    if (checked.isUnreadable) continue;
    summary.add(checked);
    progress.show(summary.rows, source.fraction());
    const { id, line, flags } = checked;
    if (terminal.isJson) await write(`${JSON.stringify({ id, line, flags })}\n`);
    else if (flags.length > 0) {
      progress.clear();
      terminal.result(null, [onOutput('bold', id), ...flags.map(writeFlag)].join('\n'));
    }
  }
  progress.clear();
  const { rows, flagged, unreadable, levels, kinds } = summary;
  terminal.warn(terminal.isJson ? JSON.stringify({ rows, flagged, unreadable, levels, kinds }) : summary.toString());
  const failOn = options.failOn;
  if (failOn !== undefined && (['info', 'warning', 'error'] as const).some((level) => worth[level] >= worth[failOn] && levels[level] > 0))
    return exitCodes.failed;
  return unreadable > 0 ? exitCodes.partly : exitCodes.ok;
};

export const checkCommand: CommandMaker = (act) =>
  new Command('check')
    .description('check texts in a file, without a server')
    .argument('<file>', 'JSONL or CSV, also packed (.gz); - for standard input')
    .option('--source <field>', 'field or path with what the AI saw (source, else input)')
    .option('--output <field>', 'field or path with the text or record to check (output, else text)')
    .option('--id <field>', 'field or path with the name of a row (id, else key, else sku)')
    .addOption(new Option('--format <format>', 'when the name of the file does not tell').choices(['jsonl', 'csv']))
    .option('--delimiter <character>', 'CSV: what stands between the cells, when it is not found out')
    .option('--rules <file>', 'brand rules as JSON')
    .option('--dictionary <file>', 'words that are right, one a line')
    .option('--grammar', 'spelling and grammar too (English)')
    .addOption(new Option('--fail-on <level>', 'end with 1 when there are such flags').choices(['error', 'warning', 'info']))
    .addHelpText('after', help)
    .action(act(run));
