import type { Item } from '@countersign/contract';
import { FactsView } from '../facts/fact-view.tsx';
import { useIsNarrow } from '../frame/use-is-narrow.ts';
import { words } from '../words/words.ts';
import styles from './review.module.css';

export function FactsRegion({ item }: { item: Item }) {
  const isNarrow = useIsNarrow();
  const isEmpty = item.input === null || item.input === '';
  const body = isEmpty ? <p className={styles.quiet}>{words.review.noFacts}</p> : <FactsView value={item.input} />;
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
}
