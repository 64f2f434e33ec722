// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of actions
import { UnstyledButton } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { memo, useState } from 'react';
import { boardsOf } from '../flags/my-boards.ts';
import { UndoIcon } from '../frame/icons.tsx';
import { ariaKeys, Keycap } from '../frame/keycap.tsx';
import { capsOf } from '../keys/chords.ts';
import { useBindings } from '../keys/use-bindings.ts';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { DeskView, Undoable } from './desk-view.ts';
import { useDeskViewSoon } from './my-desk.ts';
import styles from './undo.module.css';
import { UndoTime } from './undo-time.tsx';
import { useReviewKeys } from './use-review-keys.ts';

/** The last decision that can still be taken back, with the time that is left for it. */
export const UndoBar = memo(function UndoBar({ desk }: { desk: Desk }) {
  const view = useDeskViewSoon(desk);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [showsAll, setShowsAll] = useState(false);
  const [over, setOver] = useState<string | null>(null);
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
    if (chord === 'Mod+z' && boardsOf(desk).inHand?.undoFix()) return true;
    const { undoable } = desk.view();
    void undo();
    return undoable.length > 0;
  });
  const last = view.undoable.at(-1);
  const isUnsent = last !== undefined && view.isPaused && desk.outbox.has(last.entryId);
  if (!last || (over === spanOf(last) && !isUnsent)) return <div aria-live="polite" />;
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
        <UndoButton disabled={view.isUndoing} onUndo={() => void undo()} />
        <UndoTime key={last.entryId} undoable={last} isUnsent={isUnsent} onOver={() => setOver(spanOf(last))} />
      </div>
    </>
  );
});

/** The server may give more time than was thought here. */
const spanOf = ({ entryId, until }: Undoable): string => `${entryId} ${until}`;

function UndoButton({ disabled, onUndo }: { disabled: boolean; onUndo: () => void }) {
  const [chord] = useBindings()?.undo ?? [];
  return (
    <UnstyledButton
      className={styles.undoButton}
      data-command="undo"
      disabled={disabled}
      onClick={onUndo}
      {...(chord && { 'aria-keyshortcuts': ariaKeys(capsOf(chord)) })}
    >
      <UndoIcon /> {words.review.undo} {chord && <Keycap keys={capsOf(chord)} on />}
    </UnstyledButton>
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
