/** Where a scope stands, on which evidence, and what comes next. */
import { certifiedBound } from '../bound.ts';
import { effectiveLimit } from '../count.ts';
import { isLaid, rungRisks } from '../ladder.ts';
import { probationLabels } from '../lights.ts';
import { rungShares, spendingOf, type TrustOptions } from '../options.ts';
import { outlook, smallestLimits } from '../outlook.ts';
import { logStake } from '../stake.ts';
import type { TrustState } from '../state.ts';
import { isStalled } from '../watermark.ts';
import { count, percent, plural, total, tries } from './numbers.ts';
import { region, whatErrs } from './words.ts';

export function standing(state: TrustState, options: TrustOptions): string {
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

export function evidence(state: TrustState, options: TrustOptions): string | null {
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

export function certified(state: TrustState, options: TrustOptions): string | null {
  const bound = certifiedBound(state, options);
  if (bound === null) return null;
  return `Certified today: ${whatErrs(options)} is at most ${percent(bound, 'up')}, as an average over the evidence of this epoch.`;
}

export function next(state: TrustState, options: TrustOptions): string {
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

export function limits(state: TrustState, options: TrustOptions): string | null {
  if ((state.ladder.checked.at(-1) ?? 0) === 0) return null;
  const smallest = smallestLimits(state, options);
  const named = [3, 9, 19].map((rung) => `${percent(smallest[rung] as number, 'up')} for ${region(rung)}`);
  return `The smallest limits that this evidence would carry: ${named.join(', ')}.`;
}
