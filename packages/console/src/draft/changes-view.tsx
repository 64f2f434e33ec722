import { useDeferredValue, useMemo } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import { wordDiff } from './word-diff.ts';

/** What the person changed, struck and underlined as on paper. Nothing while the text is untouched. */
export function ChangesView({ before, after, label = words.review.changes }: { before: string; after: string; label?: string }) {
  const shown = useDeferredValue(after);
  const pieces = useMemo(() => (before === shown ? [] : wordDiff(before, shown)), [before, shown]);
  if (pieces.length === 0) return null;
  return (
    <section className={styles.changes} aria-label={label}>
      <span className="eyebrow">{label}</span>
      <p>
        {pieces.map((piece, index) => {
          const key = `${index}${piece.kind}`;
          if (piece.kind === 'gone') return <del key={key}>{piece.text}</del>;
          if (piece.kind === 'new') return <ins key={key}>{piece.text}</ins>;
          return <span key={key}>{shorten(piece.text, index === 0, index === pieces.length - 1)}</span>;
        })}
      </p>
    </section>
  );
}

const context = 60;

/** Long stretches without a change are cut down to the words beside the changes. */
function shorten(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= context * 2.5) return text;
  const head = isFirst ? '' : text.slice(0, text.indexOf(' ', context) + 1 || context);
  const tail = isLast ? '' : text.slice(text.lastIndexOf(' ', text.length - context));
  return `${head}…${tail}`;
}
