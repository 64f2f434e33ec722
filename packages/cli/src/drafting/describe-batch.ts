import type { Batch } from '@countersign/contract';
import { formatCount, formatDuration } from '../progress.ts';
import { formatMoney } from './money.ts';

const plural = (count: number, one: string, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`;

/** What became of the rows, in the order of their way. */
export function describeRows({ counts, doubtful }: Batch): string {
  const told: [number | undefined, string][] = [
    [counts.ready, 'to draft'],
    [counts.drafting, 'being drafted'],
    [counts.tried, 'drafted as a trial'],
    [counts.waiting, 'wait for people'],
    [counts.returned, 'sent back'],
    [counts.delivered, 'delivered'],
    [counts.ended, 'rejected or expired'],
    [counts.failed, 'failed'],
    [counts.cancelled, 'cancelled'],
  ];
  const parts = told.flatMap(([count, what]) => (count ? [`${formatCount(count)} ${what}`] : []));
  if (doubtful > 0) parts.push(`${plural(doubtful, 'call')} may have been made twice after an interruption`);
  return parts.join(', ');
}

/** Tokens and money so far. */
export function describeCost({ tokensIn, tokensOut, cost }: Batch): string {
  const tokens = `${formatCount(tokensIn)} tokens sent, ${formatCount(tokensOut)} received`;
  return cost === null ? `${tokens}; no price is known for this model` : `${tokens}: ${formatMoney(cost)}`;
}

/** What the rows that are left will take. */
export function describeEstimate({ estimate, progress }: Batch): string {
  if (!estimate) return 'Nothing is measured yet.';
  const cost = estimate.cost === null ? '' : `, about ${formatMoney(estimate.cost)}`;
  return `The other ${plural(progress.left, 'row')} will take about ${formatDuration(estimate.seconds)}${cost} (${formatCount(estimate.tokensIn + estimate.tokensOut)} tokens; measured on ${plural(estimate.rowsMeasured, 'row')}).`;
}

/** One line about where a batch stands. */
export const describeState = ({ state, pause }: Batch): string => (pause ? `paused: ${pause.detail}` : state);
