import type { TrustOptions } from '../options.ts';
import type { TrustState } from '../state.ts';
import { alarmed, audits, epoch, ledger, order, reviewers, watch } from './guards.ts';
import { certified, evidence, limits, next, standing } from './standing.ts';

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
