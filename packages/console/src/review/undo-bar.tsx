// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of actions
import { UnstyledButton } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { UndoIcon } from '../frame/icons.tsx';
import { Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { DeskView } from './desk-view.ts';
import styles from './review.module.css';
import { useReviewKeys } from './use-review-keys.ts';

/** The last decision that can still be taken back, with the time that is left for it. */
export function UndoBar({ desk, view }: { desk: Desk; view: DeskView }) {
  const [now, setNow] = useState(Date.now);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const last = view.undoable.at(-1);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, [last?.entryId]);
  const undo = async () => {
    const itemId = desk.view().undoable.at(-1)?.itemId;
    if (!itemId) return;
    await desk.undo();
    if (!pathname.includes('review')) await navigate({ to: '/items/$id/review', params: { id: itemId } });
  };
  useReviewKeys((command) => {
    if (command !== 'undo') return null;
    void undo();
    return view.undoable.length > 0;
  });
  if (!last) return <div aria-live="polite" />;
  const isUnsent = view.isPaused && desk.outbox.has(last.entryId);
  const seconds = Math.max(0, Math.ceil((last.until - now) / 1000));
  if (seconds === 0 && !isUnsent) return <div aria-live="polite" />;
  const share = Math.min(1, Math.max(0, (last.until - now) / last.length));
  return (
    <div className={styles.undo} role="group" aria-label={words.review.undo} data-verdict={last.verdict}>
      <p aria-live="polite">
        {words.verdict[last.verdict]} <span className={styles.undoLabel}>“{last.label}”</span>
      </p>
      {view.undoable.length > 1 && <span className={styles.undoMore}>{words.review.andMore(view.undoable.length - 1)}</span>}
      <UnstyledButton
        className={styles.undoButton}
        data-command="undo"
        disabled={view.isUndoing}
        onClick={() => void undo()}
        aria-keyshortcuts="u"
      >
        <UndoIcon /> {words.review.undo} <Keycap keys={['U']} on />
      </UnstyledButton>
      <span className={`${styles.undoTime} num`} aria-hidden="true">
        {isUnsent ? words.review.notSent : words.review.secondsLeft(seconds)}
      </span>
      {!isUnsent && <span className={styles.undoBar} style={{ transform: `scaleX(${share})` }} aria-hidden="true" />}
    </div>
  );
}
