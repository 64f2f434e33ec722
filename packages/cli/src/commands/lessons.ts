import { describeRule, type Replay, type ReplayedLesson, replay } from '@countersign/lessons';
import { Command, Option } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { formatOf } from '../import/format-of.ts';
import { openSource } from '../import/source.ts';
import { readDecided } from '../lessons/read-decided.ts';
import type { Action, CommandMaker } from '../program.ts';
import { formatCount, ProgressLine } from '../progress.ts';
import { onOutput } from '../terminal.ts';

interface ReplayOptions {
  format?: 'jsonl' | 'csv';
  delimiter?: string;
}

const help = `
FILE holds one decided item per line, oldest first, as JSON Lines or CSV (also .gz; - for standard input): id, output (what the AI
wrote: a text or a record), human_output (what the person left), and where there are: group (the document it belongs to), field
(which field of it), verdict. Lines without human_output, rejected and returned ones teach nothing; they are left out and counted.

The first half of the lines teaches. The second half is shown what was learned, as flags with a replacement, and nothing is learned from
it but to stop: a lesson that is dismissed again retires. Nothing leaves this machine.

With --json: {items, edited, lessons, shown, correct, precision, editedHelped, applied, appliedCorrect, taught: {items, edited},
leftOut, learned: [...]}. items and edited are of the second half. A suggestion is correct when its replacement is what the person did
at that place; one for a text that was left as it was is wrong. precision is correct / shown, null when nothing was shown. editedHelped
counts edited items with a correct suggestion. applied are the suggestions, among the shown, that are sure enough to be made before
review where a checkpoint allows it.

Examples:
  countersign lessons replay decided.jsonl
  countersign lessons replay decided.csv.gz --json

Exit codes: 0 replayed, 2 replayed, but some lines could not be read.
`;

const percent = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

const writeLesson = ({ rule, changed, cases, bound, shown, correct, retired, mayApply }: ReplayedLesson): string => {
  const evidence = `${formatCount(changed)} of ${formatCount(cases)} cases, right in at least ${percent(bound, 1)}`;
  const outcome = shown === 0 ? 'no occasion after' : `then ${formatCount(correct)} of ${formatCount(shown)} shown were right`;
  const marks = [mayApply && 'may be applied by itself', retired && 'retired'].filter(Boolean).join(', ');
  return `  ${describeRule(rule)}\n    ${onOutput('dim', [evidence, outcome, marks].filter(Boolean).join('; '))}`;
};

const writeSummary = ({ taught, learned, items, edited, lessons, shown, correct, editedHelped, applied, appliedCorrect }: Replay): string =>
  [
    `${formatCount(taught.items)} items taught (${formatCount(taught.edited)} edited): ${formatCount(lessons)} ${lessons === 1 ? 'lesson' : 'lessons'}.`,
    ...learned.map(writeLesson),
    shown === 0
      ? `On the ${formatCount(items)} items after, nothing would have been shown.`
      : `On the ${formatCount(items)} items after (${formatCount(edited)} edited): ${formatCount(shown)} suggestions, ${percent(correct, shown)} of them right, ${formatCount(editedHelped)} edited items helped (${percent(editedHelped, edited)}).`,
    ...(applied > 0
      ? [`${formatCount(applied)} could have been applied by themselves, ${percent(appliedCorrect, applied)} of them right.`]
      : []),
  ].join('\n');

const replayFile: Action<ReplayOptions> = async ([file = ''], options, { terminal, signal }) => {
  const source = await openSource(file);
  const progress = new ProgressLine(terminal, 'items');
  let unreadable = 0;
  const { items, undecided } = await readDecided(source, {
    format: formatOf(file, options.format),
    delimiter: options.delimiter,
    signal,
    onBad: (line, why) => {
      unreadable += 1;
      if (unreadable <= 10) terminal.warn(`Line ${line} ${why}.`);
    },
    onItem: (count) => progress.show(count, source.fraction()),
  }).finally(() => progress.clear());
  if (undecided > 0) terminal.note(`${formatCount(undecided)} lines say nothing about what is right: left out.`);
  const result = replay(items);
  terminal.result({ ...result, leftOut: { undecided, unreadable } }, writeSummary(result));
  return unreadable > 0 ? exitCodes.partly : exitCodes.ok;
};

export const lessonsCommand: CommandMaker = (act) =>
  new Command('lessons').description('what corrections teach').addCommand(
    new Command('replay')
      .description('what would have been learned from a history, and whether it would have been right')
      .argument('<file>', 'JSONL or CSV, also .gz, in the order of time; - for standard input')
      .addOption(new Option('--format <format>', 'when the name of the file does not tell').choices(['jsonl', 'csv']))
      .option('--delimiter <character>', 'CSV: what stands between the cells, when it is not found out')
      .addHelpText('after', help)
      .action(act(replayFile)),
  );
