import { explain, type Replayed, type ReplayScore, type RuleOutcome, type Sentence } from '@countersign/trust';

/** A replay with what is needed to speak about it. */
export interface Told {
  played: Replayed;
  /** Name of the file. */
  name: string;
  /** When an item is bad, in the words of the command. */
  rule: string;
  score: ReplayScore;
  confidence: number;
}

/** 0.1234 as "12.3 %"; small shares with two digits. */
export function percent(share: number): string {
  const value = share * 100;
  const digits = value === 0 || Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 2 : 1;
  return `${value.toFixed(digits)} %`;
}

export const count = (n: number): string => n.toLocaleString('en');

export function promiseOf({ played: { fold }, confidence }: Told): string {
  const { promise, limit } = fold.promised;
  const about = promise === 'all' ? 'of all items are released and bad' : 'of what is released is bad';
  return `At most ${percent(limit)} ${about}, with ${percent(confidence)} confidence, however often one looks.`;
}

const mostTold = 5;

/** The replay in short sentences. */
export function findings({ played: { answer, turns } }: Told): string[] {
  const { certified, firstReleaseAt, revocations, released, releasedBad, ledgerBound } = answer;
  const yellows = turns.filter(({ turn }) => turn === 'yellow').length;
  return [
    certified === null
      ? 'Nothing is certified at the end.'
      : `Certified at the end: ${certified.share === 1 ? 'all items' : `the safest ${percent(certified.share)} of the items`}, with an error rate of at most ${percent(certified.bound)}.`,
    firstReleaseAt === null
      ? 'Nothing was released.'
      : `Item ${count(firstReleaseAt)} was the first to be released. ${count(released)} were, ${count(releasedBad)} of them bad (${percent(releasedBad / released)}); the audits alone prove that it was at most ${count(ledgerBound)}.`,
    ...revocations
      .slice(0, mostTold)
      .map(
        ({ at, auditedSince }) =>
          `At item ${count(at)} the certificate was revoked, ${count(auditedSince)} audits after it was reached or the change.`,
      ),
    ...(revocations.length > mostTold ? [`It was revoked ${count(revocations.length - mostTold)} times more.`] : []),
    ...(yellows > 0 ? [`${count(yellows)} ${yellows === 1 ? 'time' : 'times'} a doubt raised the audits.`] : []),
  ];
}

/** What the evidence says at the end, and how far the next step is. */
export function evidence({ played: { fold } }: Told): Sentence[] {
  const wanted = new Set<Sentence['about']>(['evidence', 'certified', 'next', 'watch', 'epoch', 'smallest-limits']);
  return explain(fold.state, fold.options).filter(({ about }) => wanted.has(about));
}

export interface RuleLine extends RuleOutcome {
  name: string;
}

/** Countersign and the simpler rules side by side. */
export function comparison({ played: { answer } }: Told): RuleLine[] {
  const { fixedThreshold, approvalStreak, dailyRefit, oneLook, bestPossible } = answer.baselines;
  return [
    { name: 'Countersign', released: answer.released, releasedBad: answer.releasedBad, reviewed: answer.reviewed + answer.audited },
    { ...fixedThreshold, name: `confidence of ${fixedThreshold.threshold} or more` },
    { ...approvalStreak, name: `${approvalStreak.streak} approvals in a row, then one in ten looked at` },
    { ...dailyRefit, name: `threshold fitted anew every ${dailyRefit.day} items` },
    { ...oneLook, name: `one calibration after ${count(oneLook.labels)} items` },
    { ...bestPossible, name: 'best possible threshold, known only afterwards' },
  ];
}

export const errorRate = ({ released, releasedBad }: RuleOutcome): string => (released === 0 ? '–' : percent(releasedBad / released));
