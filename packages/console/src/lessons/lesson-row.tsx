import type { Lesson } from '@countersign/contract';
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { words } from '../words/words.ts';
import { makeBrandRule, ratifyLesson, reloadLessons, switchOffLesson } from './lesson-calls.ts';
import { LessonEditor } from './lesson-editor.tsx';
import { LessonEvidence } from './lesson-evidence.tsx';
import { canBeBrandRule, lessonText } from './lesson-text.ts';
import styles from './lessons.module.css';

const say = words.lessons;

interface LessonRowProps {
  lesson: Lesson;
  mayChange: boolean;
  isOwner: boolean;
}

/** One lesson: what it says, how far it can be believed, what it saved, and what can be done with it. */
export function LessonRow({ lesson, mayChange, isOwner }: LessonRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [edits, setEdits] = useState(false);
  const text = lessonText(lesson);
  return (
    <li>
      <div className={styles.lesson}>
        <strong>{text}</strong>
        <p className={styles.dim}>{factsOf(lesson).join(' · ')}</p>
        {isOpen && <LessonEvidence id={lesson.id} />}
      </div>
      <div className={styles.acts}>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={isOpen}
          aria-label={`${say.evidenceOf}: ${text}`}
          onClick={() => setIsOpen(!isOpen)}
        >
          {say.evidenceOf}
        </Button>
        {mayChange && <Acts lesson={lesson} text={text} isOwner={isOwner} onEdit={() => setEdits(true)} />}
      </div>
      {edits && <LessonEditor lesson={lesson} onClose={() => setEdits(false)} />}
    </li>
  );
}

function factsOf({ checkpoint, changed, cases, bound, accepted, dismissed, applied, mayApply, state }: Lesson): string[] {
  return [
    checkpoint,
    say.evidence(changed, cases),
    ...(bound > 0 ? [say.bound(bound)] : []),
    ...(accepted + dismissed > 0 ? [say.outcome(accepted, dismissed)] : []),
    ...(accepted + applied > 0 ? [say.saved(accepted + applied)] : []),
    ...(applied > 0 ? [say.applied(applied)] : []),
    ...(mayApply && state === 'shown' ? [say.sure] : []),
  ];
}

function Acts({ lesson, text, isOwner, onEdit }: { lesson: Lesson; text: string; isOwner: boolean; onEdit: () => void }) {
  const { id, state, rule } = lesson;
  const act = useMutation({ mutationFn: (work: (id: string) => Promise<unknown>) => work(id), onSettled: reloadLessons });
  return (
    <>
      {state !== 'shown' && (
        <Button size="compact-sm" loading={act.isPending} aria-label={say.ratifyThis(text)} onClick={() => act.mutate(ratifyLesson)}>
          {say.ratify}
        </Button>
      )}
      <Button size="compact-sm" variant="default" aria-label={`${say.edit}: ${text}`} onClick={onEdit}>
        {say.edit}
      </Button>
      {state !== 'off' && (
        <Button size="compact-sm" variant="default" aria-label={`${say.switchOff}: ${text}`} onClick={() => act.mutate(switchOffLesson)}>
          {say.switchOff}
        </Button>
      )}
      {isOwner && canBeBrandRule(rule) && state !== 'off' && (
        <Button size="compact-sm" variant="default" aria-label={`${say.brandRule}: ${text}`} onClick={() => act.mutate(makeBrandRule)}>
          {say.brandRule}
        </Button>
      )}
      {act.error && <p role="alert">{say.failed(act.error.message)}</p>}
    </>
  );
}
