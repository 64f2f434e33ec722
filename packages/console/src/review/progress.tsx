import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { checkpointsQuery } from '../api/queries.ts';
import { words } from '../words/words.ts';
import type { DeskView, Scope } from './desk-view.ts';
import styles from './review.module.css';

/** "12 done · 340 left", in the header. */
export function Progress({ scope, view }: { scope: Scope; view: DeskView }) {
  const { data } = useQuery(checkpointsQuery);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById('header-middle')), []);
  const mine = (data ?? []).filter((each) => !scope.checkpoint || each.name === scope.checkpoint);
  const left = Math.max(0, mine.reduce((sum, each) => sum + each.counts.waiting, 0) - view.unsent);
  const share = view.done + left === 0 ? 0 : view.done / (view.done + left);
  useEffect(() => {
    document.title = left > 0 && !scope.item ? `(${words.count(left)}) ${words.review.title} · ${words.product}` : words.product;
    return () => {
      document.title = words.product;
    };
  }, [left, scope.item]);
  if (!place || scope.item) return null;
  return createPortal(
    <div className={styles.progress}>
      <span className={styles.scopeName}>{scope.checkpoint ? (mine[0]?.title ?? scope.checkpoint) : words.review.all}</span>
      <span className={styles.progressBar} aria-hidden="true">
        <span style={{ width: `${Math.max(share * 100, view.done > 0 ? 3 : 0)}%` }} />
      </span>
      <span className="num" data-testid="progress">
        {words.review.done(view.done)} · {words.review.left(left)}
      </span>
      {scope.checkpoint && (
        <Link to="/grid/$checkpoint" params={{ checkpoint: scope.checkpoint }} className={styles.many}>
          {words.grid.link}
        </Link>
      )}
    </div>,
    place,
  );
}
