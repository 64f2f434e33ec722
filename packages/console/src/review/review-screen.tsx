import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useKeptBindings } from '../keys/use-bindings.ts';
import { BreakReminder } from './break-reminder.tsx';
import type { Scope } from './desk-view.ts';
import { useDesk, useDeskView } from './my-desk.ts';
import { NothingInHand } from './nothing-in-hand.tsx';
import { Progress } from './progress.tsx';
import styles from './review.module.css';
import { Stage } from './stage.tsx';
import { UndoBar } from './undo-bar.tsx';
import { useReviewSession } from './use-review-session.ts';

export function ReviewAllScreen() {
  return <Review scope={useMemo(() => ({}), [])} />;
}

export function ReviewScreen() {
  const { checkpoint } = useParams({ from: '/frame/review/$checkpoint' });
  return <Review scope={useMemo(() => ({ checkpoint }), [checkpoint])} />;
}

export function ReviewItemScreen() {
  const { id } = useParams({ from: '/frame/items/$id/review' });
  return <Review scope={useMemo(() => ({ item: id }), [id])} />;
}

function Review({ scope }: { scope: Scope }) {
  const desk = useDesk();
  const view = useDeskView(desk);
  useReviewSession(desk, scope);
  useKeptBindings();
  return (
    <div className={styles.screen}>
      <Progress desk={desk} scope={scope} />
      {view.current ? (
        <Stage desk={desk} view={view} current={view.current} scope={scope} />
      ) : (
        <NothingInHand desk={desk} view={view} scope={scope} />
      )}
      <UndoBar desk={desk} />
      <BreakReminder />
    </div>
  );
}
