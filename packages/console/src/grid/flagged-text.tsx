import type { Flag } from '@countersign/contract';
import type { ReactNode } from 'react';
import { messageOf } from '../flags/flag-words.ts';
import styles from './grid.module.css';

const rank = { info: 1, warning: 2, error: 3 };

/** A text with its flags underlined; where flags overlap, the graver one is shown. */
export function FlaggedText({ text, flags }: { text: string; flags: Flag[] }) {
  if (flags.length === 0) return text;
  const cuts = [...new Set([0, text.length, ...flags.flatMap((flag) => [flag.start, flag.end])])]
    .filter((cut) => cut <= text.length)
    .toSorted((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index): ReactNode => {
    const end = cuts[index + 1]!;
    const piece = text.slice(start, end);
    const mine = flags.filter((flag) => flag.start <= start && flag.end >= end && flag.end > flag.start);
    const gravest = mine.toSorted((a, b) => rank[b.level] - rank[a.level])[0];
    if (!gravest) return piece;
    return (
      <mark key={start} className={styles.mark} data-level={gravest.level} title={messageOf(gravest)}>
        {piece}
      </mark>
    );
  });
}
