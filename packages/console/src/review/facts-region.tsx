import type { Item } from '@countersign/contract';
import { memo, useMemo } from 'react';
import { type FactFlags, FactFlagsContext } from '../facts/fact-flags.ts';
import { FactsView } from '../facts/fact-view.tsx';
import type { FlagBoard } from '../flags/flag-board.ts';
import { useFlags } from '../flags/my-boards.ts';
import { useIsNarrow } from '../frame/use-is-narrow.ts';
import { words } from '../words/words.ts';
import styles from './review.module.css';

/** What the AI saw, with what the flags of the draft say of it. */
export const FactsRegion = memo(function FactsRegion({ item, board }: { item: Item; board: FlagBoard }) {
  const isNarrow = useIsNarrow();
  const { flags, lit } = useFlags(board);
  const factFlags = useMemo<FactFlags>(
    () => ({ flags, lit, point: (place) => board.lightFact(place), pick: (flag) => board.show(flag.id) }),
    [flags, lit, board],
  );
  const isEmpty = item.input === null || item.input === '';
  const body = isEmpty ? (
    <p className={styles.quiet}>{words.review.noFacts}</p>
  ) : (
    <FactFlagsContext value={factFlags}>
      <FactsView value={item.input} />
    </FactFlagsContext>
  );
  if (isNarrow)
    return (
      <details className={styles.factsFold}>
        <summary>{words.review.facts}</summary>
        {body}
      </details>
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section className={`${styles.region} ${styles.facts}`} aria-label={words.review.facts} tabIndex={0}>
      <h2 className="eyebrow">{words.review.facts}</h2>
      {body}
    </section>
  );
});
