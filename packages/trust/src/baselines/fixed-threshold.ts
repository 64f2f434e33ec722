import { countReleases, type PastItem, type RuleOutcome } from './past-item.ts';

/** A threshold chosen by hand: everything at or above it leaves, for ever, and nobody looks at it again. */
export const fixedThreshold = (items: readonly PastItem[], { threshold }: { threshold: number }): RuleOutcome =>
  countReleases(items, ({ score }) => score !== null && score >= threshold);
