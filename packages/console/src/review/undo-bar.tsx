// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of actions
import { UnstyledButton } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { boardOf } from '../flags/my-board.ts';
import { UndoIcon } from '../frame/icons.tsx';
import { ariaKeys, Keycap } from '../frame/keycap.tsx';
import { capsOf } from '../keys/chords.ts';
import { useBindings } from '../keys/use-bindings.ts';
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
  const [showsAll, setShowsAll] = useState(false);
  const bindings = useBindings();
  const undo = async (entryId?: string) => {
    const list = desk.view().undoable;
    const itemId = (entryId ? list.find((each) => each.entryId === entryId) : list.at(-1))?.itemId;
    if (!itemId) return;
    setShowsAll(false);
    await desk.undo(entryId);
    if (!pathname.includes('review')) await navigate({ to: '/items/$id/review', params: { id: itemId } });
  };
  useReviewKeys((command, chord) => {
    if (command !== 'undo') return null;
    // The undo of the text comes first: what was just replaced in it is not a decision.
    if (chord === 'Mod+z' && boardOf(desk).undoFix()) return true;
    void undo();
    return view.undoable.length > 0;
  });
  if (!last) return <div aria-live="polite" />;
  const isUnsent = view.isPaused && desk.outbox.has(last.entryId);
  const seconds = Math.max(0, Math.ceil((last.until - now) / 1000));
  if (seconds === 0 && !isUnsent) return <div aria-live="polite" />;
  const share = Math.min(1, Math.max(0, (last.until - now) / last.length));
  const [chord] = bindings?.undo ?? [];
  return (
    <>
      {showsAll && view.undoable.length > 1 && <UndoList view={view} onUndo={(entryId) => void undo(entryId)} />}
      <div className={styles.undo} role="group" aria-label={words.review.undo} data-verdict={last.verdict}>
        <p aria-live="polite">
          {words.verdict[last.verdict]} <span className={styles.undoLabel}>“{last.label}”</span>
        </p>
        {view.undoable.length > 1 && (
          <UnstyledButton
            className={styles.undoMore}
            aria-expanded={showsAll}
            title={words.desk.undoList.show}
            onClick={() => setShowsAll(!showsAll)}
          >
            {words.review.andMore(view.undoable.length - 1)}
          </UnstyledButton>
        )}
        <UnstyledButton
          className={styles.undoButton}
          data-command="undo"
          disabled={view.isUndoing}
          onClick={() => void undo()}
          {...(chord && { 'aria-keyshortcuts': ariaKeys(capsOf(chord)) })}
        >
          <UndoIcon /> {words.review.undo} {chord && <Keycap keys={capsOf(chord)} on />}
        </UnstyledButton>
        <span className={`${styles.undoTime} num`} aria-hidden="true">
          {isUnsent ? words.review.notSent : words.review.secondsLeft(seconds)}
        </span>
        {!isUnsent && <span className={styles.undoBar} style={{ transform: `scaleX(${share})` }} aria-hidden="true" />}
      </div>
    </>
  );
}

/** The last decisions, newest first, each to be taken back by itself. */
function UndoList({ view, onUndo }: { view: DeskView; onUndo: (entryId: string) => void }) {
  return (
    <ol className={styles.undoAll} aria-label={words.desk.undoList.title}>
      {view.undoable.toReversed().map((each) => (
        <li key={each.entryId}>
          <p>
            {words.verdict[each.verdict]} <span className={styles.undoLabel}>“{each.label}”</span>
          </p>
          <UnstyledButton
            className={styles.undoButton}
            disabled={view.isUndoing}
            aria-label={words.desk.undoList.undoThis(each.label)}
            onClick={() => onUndo(each.entryId)}
          >
            <UndoIcon /> {words.review.undo}
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}
