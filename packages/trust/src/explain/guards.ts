/** What guards a scope: audits, watch, ledger, reviewers, the order of labels, epochs. */
import { ledgerTerms } from '../count.ts';
import { auditShare } from '../decide.ts';
import { ledgerBound } from '../ledger.ts';
import { epochRisk, ladderRisk, type TrustOptions } from '../options.ts';
import { isMeasured, sensitivity } from '../ruler.ts';
import type { TrustState } from '../state.ts';
import { logAlarm } from '../watch.ts';
import { count, percent, plural, tries } from './numbers.ts';

export function audits(state: TrustState, options: TrustOptions): string {
  const now = auditShare(state, options);
  if (now >= 1) return 'Every item is reviewed, so every one is evidence.';
  return `Of what would be released, chance picks ${percent(now)} for review; never less than ${percent(options.auditFloor)}.`;
}

export function watch(state: TrustState, { limit, yellow, red }: TrustOptions): string | null {
  if (state.level < 0) return null;
  const doubt = { green: 'no doubt', yellow: 'doubts', caution: 'been asked for caution' }[state.light];
  return `The watch has ${doubt}; its stake on "more than ${percent(limit)} bad" is ${tries(Math.max(0, logAlarm(state.watch)))} (doubt from ${count(yellow)}, the end of the certificate at ${count(red)}).`;
}

export function ledger(state: TrustState, options: TrustOptions): string | null {
  const { released, estimate, auditedBad } = state.ledger;
  if (released === 0) return null;
  const terms = ledgerTerms(options);
  const most = ledgerBound(state.ledger, { ...terms, delta: options.ledgerRisk });
  const about = Math.min(released, estimate);
  const given = terms.sensitivity < 1 ? `, if reviewers catch at least ${percent(terms.sensitivity)}` : '';
  return `${count(released)} released alone since the scope began; ${count(auditedBad)} found bad in audits, so an estimated ${count(about)} bad are out (${percent(about / released)}), and at most ${count(most)} (${percent(most / released, 'up')}), whatever the items were${given}.`;
}

export function reviewers({ ruler }: TrustState, options: TrustOptions): string {
  if (options.reviewers === 'trusted') return 'The labels are taken as the truth.';
  const caught = sensitivity(ruler, options);
  const works = `The evidence must therefore keep ${percent(options.limit * caught)} instead of ${percent(options.limit)}.`;
  if (!isMeasured(ruler))
    return `Reviewers are assumed to catch ${percent(caught)} of bad items; no known-bad item was shown yet. ${works}`;
  const shown = ruler.seeds + ruler.secondReads;
  const missed = ruler.missedSeeds + ruler.missedReads;
  return `Of ${count(shown)} known-bad items reviewers missed ${count(missed)}, so they catch at least ${percent(caught)} (with ${percent(1 - options.rulerRisk)} confidence). ${works}`;
}

export function order({ open }: TrustState): string | null {
  const waiting = open.filter(({ loss }) => loss === null).length;
  if (waiting === 0) return null;
  const held = open.length - waiting;
  return `${count(waiting)} ${plural(waiting, 'check is', 'checks are')} open${held > 0 ? `; ${count(held)} later ${plural(held, 'label waits', 'labels wait')} for them, because labels count in the order of arrival` : ''}.`;
}

export function epoch(state: TrustState, options: TrustOptions): string | null {
  if (state.epoch === 1) return null;
  const spend = epochRisk(ladderRisk(options), state.epoch);
  return `Epoch ${count(state.epoch)}: after ${count(state.yellows)} ${plural(state.yellows, 'doubt', 'doubts')} and ${count(state.reds)} ${plural(state.reds, 'end', 'ends')} of a certificate it may spend ${percent(spend)} of risk; all epochs together never more than ${percent(ladderRisk(options))}.`;
}

export function alarmed(state: TrustState): string | null {
  const names = Object.entries(state.reviewers).flatMap(([name, { alarmed: isAlarmed }]) => (isAlarmed ? [name] : []));
  if (names.length === 0) return null;
  return `Missed too many known-bad items, so that their labels do not count until they read well again: ${names.join(', ')}.`;
}
