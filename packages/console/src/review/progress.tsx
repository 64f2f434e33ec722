import { queryOptions, useQuery } from '@tanstack/react-query';
import { memo, useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { getPace } from '../api/calls.ts';
import { checkpointsQuery } from '../api/queries.ts';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { Scope } from './desk-view.ts';
import { useDeskViewSoon } from './my-desk.ts';
import { secondsLeft } from './pace.ts';
import { endText, lengthText } from './pace-text.ts';
import styles from './progress.module.css';

const paceQuery = (checkpoint: string | undefined) =>
  queryOptions({
    queryKey: ['pace', checkpoint ?? ''],
    queryFn: () => getPace(checkpoint, Intl.DateTimeFormat().resolvedOptions().timeZone),
    refetchInterval: 30_000,
    staleTime: 20_000,
  });

/** "12 done · 340 left · 14 s each, about 1 h 20 min to go", in the header. Only ever one's own pace. */
export const Progress = memo(function Progress({ desk, scope }: { desk: Desk; scope: Scope }) {
  const view = useDeskViewSoon(desk);
  const { data } = useQuery(checkpointsQuery);
  const pace = useQuery({ ...paceQuery(scope.checkpoint), enabled: !scope.item }).data;
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById('header-middle')), []);
  const mine = (data ?? []).filter((each) => !scope.checkpoint || each.name === scope.checkpoint);
  const left = Math.max(0, mine.reduce((sum, each) => sum + each.counts.waiting, 0) - view.leaving);
  const share = view.done + left === 0 ? 0 : view.done / (view.done + left);
  const toGo = secondsLeft(left, pace?.medianSeconds ?? null);
  const title = left > 0 && !scope.item ? `(${words.count(left)}) ${words.review.title} · ${words.product}` : words.product;
  useEffect(() => {
    // The tab can wait: a new title costs milliseconds that the next item should have.
    const timer = setTimeout(() => {
      document.title = title;
    }, 200);
    return () => clearTimeout(timer);
  }, [title]);
  useEffect(
    () => () => {
      document.title = words.product;
    },
    [],
  );
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
      {pace && toGo !== null && pace.medianSeconds !== null && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
        <span
          className={`${styles.pace} num`}
          role="group"
          aria-label={words.desk.pace.label}
          title={words.desk.pace.today(pace.doneToday)}
        >
          {words.desk.pace.each(lengthText(pace.medianSeconds))} · {endText(toGo, new Date())}
        </span>
      )}
    </div>,
    place,
  );
});
