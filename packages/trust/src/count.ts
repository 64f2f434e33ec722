import { addFinding, certifiedRung, climbWith, type Finding, stakes, startEvidence } from './ladder.ts';
import { enterBad } from './ledger.ts';
import { prove, type Step, turnRed, turnYellow } from './lights.ts';
import { mixOf } from './mix.ts';
import { spendingOf, type TrustOptions } from './options.ts';
import { sensitivity } from './ruler.ts';
import type { TrustState } from './state.ts';
import { betAgain, logAlarm } from './watch.ts';
import type { OpenItem } from './watermark.ts';

/** What the ladder's bets are on: the limit, tightened by what reviewers miss. */
export const effectiveLimit = (state: TrustState, options: TrustOptions): number => options.limit * sensitivity(state.ruler, options);

/** The terms of the ledger: fixed for its life. */
export const ledgerTerms = ({ auditFloor, reviewers, assumedSensitivity }: TrustOptions) => ({
  auditFloor,
  sensitivity: reviewers === 'trusted' ? 1 : assumedSensitivity,
});

/** Counts the label of one evidence item whose turn has come, and lets the scope react: down at once, up only while green. */
export function countFinding(state: TrustState, options: TrustOptions, item: OpenItem): Step {
  const limit = effectiveLimit(state, options);
  const finding: Finding = { score: item.score, loss: item.loss as number, countsEverywhere: options.promise === 'all' };
  const ladder = climbWith(state.ladder, finding, limit);
  const counted = { ...state, ladder, fresh: freshWith(state, options, finding) };
  const watched = watchFinding(counted, options, item, limit);
  if (watched.state.light === 'green') return then(watched, climb(watched.state, options, limit));
  return watched.turns.includes('red') ? watched : then(watched, prove(watched.state, options, limit));
}

const then = (first: Step, second: Step): Step => ({ state: second.state, turns: [...first.turns, ...second.turns] });

/** Yellow: all evidence since. Green: the newest half, which begins anew whenever the evidence has doubled. */
function freshWith({ light, fresh, ladder }: TrustState, { newestHalf }: TrustOptions, finding: Finding) {
  if (light !== 'green') return addFinding(fresh, ladder, finding);
  if (!newestHalf) return fresh;
  const [all, recent] = [ladder.checked.at(-1) ?? 0, fresh.checked.at(-1) ?? 0];
  return addFinding(fresh.checked.length === 0 || recent > all - recent ? startEvidence() : fresh, ladder, finding);
}

function watchFinding(state: TrustState, options: TrustOptions, { loss, audit, inRegion }: OpenItem, limit: number): Step {
  const harm = inRegion ? (loss as number) : 0;
  // An audit may come home after its certificate is void; the ledger counts it all the same.
  const ledger = harm > 0 ? enterBad(state.ledger, audit, ledgerTerms(options)) : state.ledger;
  const isWatched = state.level >= 0 && (options.promise === 'all' || inRegion);
  if (!isWatched) return { state: { ...state, ledger }, turns: [] };
  const next = { ...state, ledger, watch: betAgain(state.watch, harm, options.limit) };
  const alarm = logAlarm(next.watch);
  if (next.light !== 'green' && alarm >= Math.log(options.red)) return turnRed(next, options, limit);
  return alarm >= Math.log(options.yellow) ? turnYellow(next) : { state: next, turns: [] };
}

function climb(state: TrustState, options: TrustOptions, limit: number): Step {
  const offered = certifiedRung(state.ladder.best, spendingOf(options, state.epoch));
  if (offered <= Math.max(state.level, state.proposed) || !speaksNow(state, options, offered, limit)) return { state, turns: [] };
  if (options.mode === 'propose') return { state: { ...state, proposed: offered }, turns: ['proposed'] };
  return { state: openRung(state, offered), turns: ['opened'] };
}

const speaksNow = ({ fresh }: TrustState, { newestHalf }: TrustOptions, rung: number, limit: number) =>
  !newestHalf || (stakes(fresh, limit)[rung] ?? 0) > 0;

const openRung = (state: TrustState, level: number): TrustState => ({
  ...state,
  met: state.level < 0 ? 0 : state.met,
  level,
  openedIn: state.epoch,
  proposed: -1,
  mix: mixOf(state.ladder, level),
});

/** A person ratifies the proposal. The evidence is looked at as it is now, not as it was at its best. */
export function ratify(state: TrustState, options: TrustOptions): Step {
  if (state.proposed < 0 || state.light !== 'green') return { state: { ...state, proposed: -1 }, turns: ['refused'] };
  const logs = stakes(state.ladder, effectiveLimit(state, options));
  const holds = certifiedRung(logs, spendingOf(options, state.epoch));
  const level = Math.min(holds, state.proposed);
  if (level <= state.level) return { state: { ...state, proposed: -1 }, turns: ['refused'] };
  return { state: openRung(state, level), turns: ['opened'] };
}
