import { certifiedBound } from '../bound.ts';
import { effectiveLimit, ledgerTerms } from '../count.ts';
import { auditShare } from '../decide.ts';
import { isLaid, rungRisks } from '../ladder.ts';
import { ledgerBound } from '../ledger.ts';
import { probationLabels } from '../lights.ts';
import { epochRisk, ladderRisk, rungShares, spendingOf, type TrustOptions } from '../options.ts';
import { outlook, smallestLimits } from '../outlook.ts';
import { isMeasured, sensitivity } from '../ruler.ts';
import { logStake } from '../stake.ts';
import type { TrustState } from '../state.ts';
import { logAlarm } from '../watch.ts';
import { isStalled } from '../watermark.ts';
import { count, percent, plural, total, tries } from './numbers.ts';

/** One fact as a sentence for people, with what it is about as a key for screens. */
export interface Sentence {
  about:
    | 'standing'
    | 'evidence'
    | 'certified'
    | 'next'
    | 'audits'
    | 'watch'
    | 'ledger'
    | 'reviewers'
    | 'order'
    | 'epoch'
    | 'smallest-limits'
    | 'alarmed';
  text: string;
}

/** Every number of a scope in plain sentences that a manager understands and a statistician accepts. */
export function explain(state: TrustState, options: TrustOptions): Sentence[] {
  const all: [Sentence['about'], string | null][] = [
    ['standing', standing(state, options)],
    ['evidence', evidence(state, options)],
    ['certified', certified(state, options)],
    ['next', next(state, options)],
    ['audits', audits(state, options)],
    ['watch', watch(state, options)],
    ['ledger', ledger(state, options)],
    ['reviewers', reviewers(state, options)],
    ['order', order(state)],
    ['epoch', epoch(state, options)],
    ['smallest-limits', limits(state, options)],
    ['alarmed', alarmed(state)],
  ];
  return all.flatMap(([about, text]) => (text === null ? [] : [{ about, text }]));
}

const share = (rung: number) => rungShares[rung] as number;
const region = (rung: number) => (share(rung) === 1 ? 'all items' : `the safest ${percent(share(rung))}`);
const whatErrs = ({ promise }: TrustOptions) =>
  promise === 'all' ? 'the share of all items that is released and wrong' : 'the error rate of what is released';

function standing(state: TrustState, options: TrustOptions): string {
  const promise = `${whatErrs(options)} at most ${percent(options.limit)}, with ${percent(1 - options.risk)} confidence`;
  if (state.level < 0) return `Everything is reviewed. The aim: ${promise}.`;
  if (isStalled(state.open)) return `Releasing is paused until an overdue check is settled. In force: ${promise}.`;
  return `Released alone: ${region(state.level)}, but for the audits. In force: ${promise}.`;
}

/** The rung that is spoken about: the one in force, else the one that comes next, else all items. */
function topic(state: TrustState, options: TrustOptions): number {
  if (state.proposed >= 0) return state.proposed;
  if (state.level >= 0) return state.level;
  const view = outlook(state, options);
  return view.kind === 'climbing' ? view.rung : rungShares.length - 1;
}

function evidence(state: TrustState, options: TrustOptions): string | null {
  if (!isLaid(state.ladder)) return null;
  const rung = topic(state, options);
  const [checked, bad] = [state.ladder.checked[rung] as number, state.ladder.bad[rung] as number];
  if (checked === 0) return `No randomly chosen item of ${region(rung)} is checked yet.`;
  const limit = effectiveLimit(state, options);
  const risk = rungRisks(state.ladder.best, spendingOf(options, rung === state.level ? state.openedIn : state.epoch))[rung] as number;
  const found =
    options.promise === 'all'
      ? `${count(checked)} randomly chosen items were checked, ${total(bad)} of them bad and among ${region(rung)}.`
      : `${count(checked)} randomly chosen ${plural(checked, 'item', 'items')} of ${region(rung)} ${plural(checked, 'was', 'were')} checked, ${total(bad)} ${plural(bad, 'was', 'were')} bad.`;
  const stake = logStake(checked, bad, limit);
  const odds =
    stake <= 0
      ? `So far they do not speak for a rate below ${percent(limit)}.`
      : `Were the true rate above ${percent(limit)}, a result this clean would appear at most once in ${tries(stake)} tries, no matter how often you look.`;
  return `${found} ${odds}${risk > 0 ? ` Needed: ${tries(-Math.log(risk))}.` : ''}`;
}

function certified(state: TrustState, options: TrustOptions): string | null {
  const bound = certifiedBound(state, options);
  if (bound === null) return null;
  return `Certified today: ${whatErrs(options)} is at most ${percent(bound, 'up')}, as an average over the evidence of this epoch.`;
}

function next(state: TrustState, options: TrustOptions): string {
  if (state.proposed >= 0) return `Proposed and waiting for a person: release ${region(state.proposed)} alone.`;
  if (state.light !== 'green') return proving(state, options);
  const view = outlook(state, options);
  switch (view.kind) {
    case 'warming':
      return `${count(view.items)} more ${plural(view.items, 'item', 'items')} with a score until checks begin to count.`;
    case 'climbing':
      return `About ${count(view.checks)} more ${plural(view.checks, 'check', 'checks')} of ${region(view.rung)} to the next step, if they go as those so far.`;
    case 'top':
      return 'The last step is reached.';
    case 'undecided':
      return `Undecided: too close to the limit of ${percent(options.limit)}. More checks of the same kind will hardly settle it; a better score or another limit would.`;
    case 'unreachable':
      return `Proved: not reachable with this score. In every region the error rate is above ${percent(options.limit)}; chance would show this at most once in ${tries(-Math.log(options.risk))} tries.`;
  }
}

function proving({ fresh, level }: TrustState, { limit }: TrustOptions): string {
  const checked = fresh.checked[level] ?? 0;
  const left = Math.max(0, Math.ceil(probationLabels(limit) - checked));
  return `In doubt: ${count(checked)} fresh ${plural(checked, 'check', 'checks')} of ${region(level)}, ${total(fresh.bad[level] ?? 0)} bad. It must prove itself within ${count(left)} more, or the certificate is void.`;
}

function audits(state: TrustState, options: TrustOptions): string {
  const now = auditShare(state, options);
  if (now >= 1) return 'Every item is reviewed, so every one is evidence.';
  return `Of what would be released, chance picks ${percent(now)} for review; never less than ${percent(options.auditFloor)}.`;
}

function watch(state: TrustState, { limit, yellow, red }: TrustOptions): string | null {
  if (state.level < 0) return null;
  const doubt = { green: 'no doubt', yellow: 'doubts', caution: 'been asked for caution' }[state.light];
  return `The watch has ${doubt}; its stake on "more than ${percent(limit)} bad" is ${tries(Math.max(0, logAlarm(state.watch)))} (doubt from ${count(yellow)}, the end of the certificate at ${count(red)}).`;
}

function ledger(state: TrustState, options: TrustOptions): string | null {
  const { released, estimate, auditedBad } = state.ledger;
  if (released === 0) return null;
  const terms = ledgerTerms(options);
  const most = ledgerBound(state.ledger, { ...terms, delta: options.ledgerRisk });
  const about = Math.min(released, estimate);
  const given = terms.sensitivity < 1 ? `, if reviewers catch at least ${percent(terms.sensitivity)}` : '';
  return `${count(released)} released alone since the scope began; ${count(auditedBad)} found bad in audits, so an estimated ${count(about)} bad are out (${percent(about / released)}), and at most ${count(most)} (${percent(most / released, 'up')}), whatever the items were${given}.`;
}

function reviewers({ ruler }: TrustState, options: TrustOptions): string {
  if (options.reviewers === 'trusted') return 'The labels are taken as the truth.';
  const caught = sensitivity(ruler, options);
  const works = `The evidence must therefore keep ${percent(options.limit * caught)} instead of ${percent(options.limit)}.`;
  if (!isMeasured(ruler))
    return `Reviewers are assumed to catch ${percent(caught)} of bad items; no known-bad item was shown yet. ${works}`;
  const shown = ruler.seeds + ruler.secondReads;
  const missed = ruler.missedSeeds + ruler.missedReads;
  return `Of ${count(shown)} known-bad items reviewers missed ${count(missed)}, so they catch at least ${percent(caught)} (with ${percent(1 - options.rulerRisk)} confidence). ${works}`;
}

function order({ open }: TrustState): string | null {
  const waiting = open.filter(({ loss }) => loss === null).length;
  if (waiting === 0) return null;
  const held = open.length - waiting;
  return `${count(waiting)} ${plural(waiting, 'check is', 'checks are')} open${held > 0 ? `; ${count(held)} later ${plural(held, 'label waits', 'labels wait')} for them, because labels count in the order of arrival` : ''}.`;
}

function epoch(state: TrustState, options: TrustOptions): string | null {
  if (state.epoch === 1) return null;
  const spend = epochRisk(ladderRisk(options), state.epoch);
  return `Epoch ${count(state.epoch)}: after ${count(state.yellows)} ${plural(state.yellows, 'doubt', 'doubts')} and ${count(state.reds)} ${plural(state.reds, 'end', 'ends')} of a certificate it may spend ${percent(spend)} of risk; all epochs together never more than ${percent(ladderRisk(options))}.`;
}

function limits(state: TrustState, options: TrustOptions): string | null {
  if ((state.ladder.checked.at(-1) ?? 0) === 0) return null;
  const smallest = smallestLimits(state, options);
  const named = [3, 9, 19].map((rung) => `${percent(smallest[rung] as number, 'up')} for ${region(rung)}`);
  return `The smallest limits that this evidence would carry: ${named.join(', ')}.`;
}

function alarmed(state: TrustState): string | null {
  const names = Object.entries(state.reviewers).flatMap(([name, { alarmed: isAlarmed }]) => (isAlarmed ? [name] : []));
  if (names.length === 0) return null;
  return `Missed too many known-bad items, so that their labels do not count until they read well again: ${names.join(', ')}.`;
}
