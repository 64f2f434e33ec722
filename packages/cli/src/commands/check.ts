import { readFileSync } from 'node:fs';
import { BrandRules, CountersignError, type Flag, type FlagLevel } from '@countersign/contract';
import { Command, Option } from 'commander';
import { type CheckedRow, checkRow } from '../check/check-row.ts';
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

With --json, standard output has one line per row: {"id", "line", "flags": [{"kind", "level", "path", "start", "end", "message",
"replacements", ...}]}; the summary goes to standard error. Offsets are UTF-16 units in the text at "path" of the output.

Examples:
  countersign check drafts.jsonl
  countersign check drafts.csv --source facts --output description --json > flags.jsonl
  countersign check drafts.jsonl --rules brand.json --grammar --fail-on error       in a CI

Exit codes: 0 checked, 2 some rows could not be read, 1 flags of the level of --fail-on or worse were found.
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
  const checking = {
    source: options.source === undefined ? ['source', 'input'] : [options.source],
    output: options.output === undefined ? ['output', 'text'] : [options.output],
    rules: options.rules === undefined ? undefined : BrandRules.parse(readJsonFile(options.rules)),
    dictionary: options.dictionary === undefined ? [] : readWords(options.dictionary),
    grammar: options.grammar ? (await import('@countersign/checks/grammar')).checkGrammar : undefined,
  };
  const source = await openSource(file);
  const summary = new Summary();
  const progress = new ProgressLine(terminal, 'rows');
  const onBad = (line: number, why: string) => {
    summary.unreadable += 1;
    terminal.warn(`Line ${line} ${why}.`);
  };
  for await (const row of readRows(source, { format, delimiter: options.delimiter, onBad })) {
    if (signal.aborted) throw new CountersignError('aborted', 'Given up.');
    const checked = await checkRow(row, checking);
    if (checked === null) {
      onBad(row.line, `has no ${checking.output.join(' or ')}`);
      continue;
    }
    summary.add(checked);
    progress.show(summary.rows, source.fraction());
    if (terminal.isJson) process.stdout.write(`${JSON.stringify({ id: checked.id, line: row.line, flags: checked.flags })}\n`);
    else if (checked.flags.length > 0) {
      progress.clear();
      terminal.result(null, [onOutput('bold', checked.id), ...checked.flags.map(writeFlag)].join('\n'));
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
    .argument('<file>', 'JSONL or CSV; - for standard input')
    .option('--source <field>', 'field with what the AI saw (source, else input)')
    .option('--output <field>', 'field with the text or record to check (output, else text)')
    .addOption(new Option('--format <format>', 'when the name of the file does not tell').choices(['jsonl', 'csv']))
    .option('--delimiter <character>', 'CSV: what stands between the cells, when it is not found out')
    .option('--rules <file>', 'brand rules as JSON')
    .option('--dictionary <file>', 'words that are right, one a line')
    .option('--grammar', 'spelling and grammar too (English)')
    .addOption(new Option('--fail-on <level>', 'end with 1 when there are such flags').choices(['error', 'warning', 'info']))
    .addHelpText('after', help)
    .action(act(run));
