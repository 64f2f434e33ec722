import { formatTable } from '../table.ts';
import { onOutput } from '../terminal.ts';
import { comparison, count, errorRate, evidence, findings, percent, promiseOf, type Told } from './told.ts';

/** The replay for a terminal. */
export function writeSummary(told: Told): string {
  const { answer } = told.played;
  const share = (items: number) => percent(items / answer.items);
  const fates = [
    ['', 'items', 'share'],
    ['reviewed', answer.reviewed, share(answer.reviewed)],
    ['audited', answer.audited, share(answer.audited)],
    ['released', answer.released, share(answer.released)],
  ];
  const rules = comparison(told).map((rule) => [rule.name, rule.released, rule.releasedBad, errorRate(rule), rule.reviewed]);
  return [
    onOutput('bold', `${told.name}: ${count(answer.items)} decided items. An item was bad when ${told.rule}.`),
    promiseOf(told),
    '',
    formatTable(fates),
    '',
    ...findings(told),
    '',
    onOutput('bold', 'What the evidence says'),
    ...evidence(told).map(({ text }) => text),
    '',
    onOutput('bold', 'The same items under simpler rules'),
    formatTable([['', 'released', 'bad', 'error rate', 'looked at'], ...rules]),
  ].join('\n');
}
