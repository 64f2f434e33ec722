import { useEffect, useState } from 'react';
import { words } from '../words/words.ts';
import type { Undoable } from './desk-view.ts';
import styles from './undo.module.css';

const tick = 250;

/** How long a decision can still be taken back, in seconds and as a line that grows shorter. */
export function UndoTime({ undoable, isUnsent, onOver }: { undoable: Undoable; isUnsent: boolean; onOver: () => void }) {
  const { until, length } = undoable;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tick);
    return () => clearInterval(timer);
  }, []);
  const isOver = now >= until;
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver, onOver]);
  return (
    <>
      <span className={`${styles.undoTime} num`} aria-hidden="true">
        {isUnsent ? words.review.notSent : words.review.secondsLeft(Math.max(0, Math.ceil((until - now) / 1000)))}
      </span>
      {!isUnsent && (
        <span
          className={styles.undoBar}
          style={{ transform: `scaleX(${Math.min(1, Math.max(0, (until - now) / length))})` }}
          aria-hidden="true"
        />
      )}
    </>
  );
}
