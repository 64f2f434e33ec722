import { UnstyledButton } from '@mantine/core';
import type { ReactNode, Ref } from 'react';
import { DraftForm } from '../draft/draft-form.tsx';
import { PenIcon, SparkIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { Held } from './desk-view.ts';
import notice from './notice.module.css';
import styles from './review.module.css';
import type { DraftState } from './use-draft.ts';

interface DraftRegionProps {
  held: Held;
  draft: DraftState;
  desk: Desk;
  ref: Ref<HTMLElement>;
  popover: ReactNode;
  children: ReactNode;
}

export function DraftRegion({ held, draft, desk, ref, popover, children }: DraftRegionProps) {
  const { item } = held.claim;
  return (
    <section className={`${styles.region} ${styles.draft}`} aria-label={words.review.draft} ref={ref}>
      <div className={styles.sheet}>
        {children}
        {held.outputChanged && <p className={notice.warning}>{words.review.outputChanged}</p>}
        <div className={styles.draftHead}>
          <h1>{item.label}</h1>
          <p className={styles.byline} data-edited={draft.isEdited || undefined}>
            {draft.isEdited ? <PenIcon /> : <SparkIcon />}
            {draft.isEdited ? words.review.edited : item.model ? words.review.draftBy(item.model) : words.review.draft}
            {draft.isEdited && (
              <UnstyledButton className={styles.restore} onClick={() => desk.restoreOriginal()}>
                {words.review.restore}
              </UnstyledButton>
            )}
          </p>
        </div>
        <DraftForm
          itemId={item.id}
          fields={draft.fields}
          output={held.output}
          original={item.output}
          faults={draft.faults}
          onChange={draft.type}
          onInvalidJson={draft.markJson}
        />
        {popover}
      </div>
    </section>
  );
}
