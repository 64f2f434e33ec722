import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { playHistory, type ReplayScore, shuffled, type TrustOptions } from '@countersign/trust';
import { Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { formatOf } from '../import/format-of.ts';
import { openSource } from '../import/source.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatCount, ProgressLine } from '../progress.ts';
import { judgeByExpression } from '../replay/bad-expression.ts';
import { byDecision } from '../replay/by-decision.ts';
import { seedNumber } from '../replay/coins.ts';
import { type History, readHistory } from '../replay/read-history.ts';
import { writeReport } from '../replay/report-page.ts';
import { writeSummary } from '../replay/summary.ts';
import { evidence } from '../replay/told.ts';
import type { Terminal } from '../terminal.ts';

interface ReplayCommandOptions {
  limit: number;
  confidence: number;
  promise: TrustOptions['promise'];
  score: ReplayScore;
  bad?: string;
  features?: string[];
  seed?: string;
  shuffle?: string;
  changedAt?: number;
  html?: string;
  format?: 'jsonl' | 'csv';
  delimiter?: string;
}

const help = `
FILE holds one decided item per line, oldest first, as JSON Lines or CSV (also .gz; - for standard input): id, confidence, flags,
and how it was decided: verdict (approve, edit, reject), or output and human_output, or anything that --bad can tell it from.
source, output, model, category and field serve the learned score. Lines that were never decided are left out and counted.

The history is played item by item. Each item has a coin, from its id and the seed; a verdict is used only where the engine would
have had a person look. Nothing leaves this machine.

--bad is a CEL expression over the fields of a line, true for a bad item: 'verdict != "approve"', 'score < 50',
'has(hter) && hter > 0.3', 'output != human_output'. Without it every edit and every rejection is bad.

With --json: {items, reviewed, audited, released, releasedBad, firstReleaseAt, certified: {share, bound} | null,
revocations: [{at, auditedSince}], reachable: true | false | "undecided", ledgerBound, baselines, ...};
items = reviewed + audited + released.

Examples:
  countersign trust replay decided.jsonl --limit 0.05
  countersign trust replay decided.csv --limit 0.02 --bad 'score < 50' --score learned --html report.html
  countersign trust replay decided.jsonl.gz --shuffle 7 --json

Exit codes: 0 played, 2 played, but some lines could not be read.
`;

const share = (from: number, to: number) => (text: string) => {
  const value = text.trim().endsWith('%') ? Number(text.trim().slice(0, -1)) / 100 : Number(text);
  if (value > from && value <= to && value < 1) return value;
  throw new InvalidArgumentError(`Write a number above ${from}, at most ${to}, for example ${to === 1 ? '0.95' : '0.05'}.`);
};

const wholeNumber = (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('Write the number of an item, from 1.');
};

const names = (text: string) => text.split(',').map((name) => name.trim());

/** What a reader of the result has to know about the file. */
function tellAboutFile({ undecided, repeated, rescaled }: History, terminal: Terminal): void {
  for (const [field, { lines, first }] of undecided)
    terminal.note(
      `${formatCount(lines)} ${lines === 1 ? 'line has' : 'lines have'} no ${field}, the first is line ${first}: not decided, left out. Fill it in, or ask with has(${field}) in --bad.`,
    );
  if (repeated > 0) terminal.note(`${formatCount(repeated)} items have an id that came before: each is played as an item of its own.`);
  if (rescaled) terminal.note(`Confidences from ${rescaled.low} to ${rescaled.high} were brought to 0 to 1; only their order counts.`);
}

const replay: Action<ReplayCommandOptions> = async ([file = ''], options, { terminal, signal }) => {
  const judge = options.bad === undefined ? byDecision : judgeByExpression(options.bad);
  const source = await openSource(file);
  const progress = new ProgressLine(terminal, 'items');
  let warned = 0;
  const history = await readHistory(source, {
    format: formatOf(file, options.format),
    delimiter: options.delimiter,
    judge,
    seed: options.seed ?? options.shuffle ?? '',
    withTexts: options.score === 'learned',
    features: options.features ?? [],
    signal,
    onBad: (line, why) => {
      warned += 1;
      if (warned <= 10) terminal.warn(`Line ${line} ${why}.`);
    },
    onItem: (items) => progress.show(items, source.fraction()),
  }).finally(() => progress.clear());
  tellAboutFile(history, terminal);
  const items = options.shuffle === undefined ? history.items : shuffled(history.items, seedNumber(options.shuffle));
  const { limit, confidence, promise, score, changedAt } = options;
  const risk = 1 - confidence;
  const played = playHistory(items, { limit, risk, ledgerRisk: risk, promise, score, ...(changedAt !== undefined && { changedAt }) });
  const told = { played, name: path.basename(source.name), rule: judge.rule, score, confidence };
  if (options.html !== undefined) {
    writeFileSync(options.html, writeReport(told));
    terminal.note(`${options.html} is written.`);
  }
  const leftOut = { undecided: [...history.undecided.values()].reduce((sum, { lines }) => sum + lines, 0), unreadable: history.unreadable };
  terminal.result({ ...played.answer, explained: evidence(told), leftOut }, writeSummary(told));
  return history.unreadable > 0 ? exitCodes.partly : exitCodes.ok;
};

export const trustCommand: CommandMaker = (act) =>
  new Command('trust').description('earned autonomy: what could be released without review, with a proof').addCommand(
    new Command('replay')
      .description('play a history of decided items: how much could have been released, and what would have gone wrong')
      .argument('<file>', 'JSONL or CSV, also .gz, in the order of time; - for standard input')
      .option('--limit <share>', 'largest error rate of what is released', share(0, 0.5), 0.05)
      .option('--confidence <share>', 'confidence of the promise', share(0, 1), 0.95)
      .addOption(
        new Option('--promise <promise>', 'errors among the released, or released-and-wrong among all')
          .choices(['released', 'all'])
          .default('released'),
      )
      .addOption(new Option('--score <score>', 'what orders the items by safety').choices(['confidence', 'learned']).default('confidence'))
      .option('--bad <expression>', 'CEL over a line, true for a bad item (default: everything not approved as it was)')
      .option('--features <names>', 'further fields known before review, for the learned score: a,b', names)
      .option('--shuffle <seed>', 'play in an order that the seed decides')
      .option('--seed <seed>', 'decides the coins of the items (that of --shuffle)')
      .option('--changed-at <item>', 'count audits from this item for the revocations after it', wholeNumber)
      .option('--html <file>', 'write a page with plots')
      .addOption(new Option('--format <format>', 'when the name of the file does not tell').choices(['jsonl', 'csv']))
      .option('--delimiter <character>', 'CSV: what stands between the cells, when it is not found out')
      .addHelpText('after', help)
      .action(act(replay)),
  );
