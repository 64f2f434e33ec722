import type { Claim, Json } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { historyQuery } from '../api/queries.ts';
import { nameOf } from '../items/actor-name.ts';
import { ReviewLine } from '../items/review-line.tsx';
import { RevisionChanges } from '../items/revision-changes.tsx';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import styles from './why.module.css';

const say = words.desk.changes;

/** The versions of the text so far, with who made them and when; open at once when there is more than the AI's. */
export function HistoryRegion({ claim, output, isEdited }: { claim: Claim; output: Json; isEdited: boolean }) {
  const { item, skips } = claim;
  const hasPast = item.revision > 1 || skips > 0;
  const [isOpen, setIsOpen] = useState(hasPast);
  const { data } = useQuery({ ...historyQuery(item.id), enabled: isOpen });
  const revisions = (data?.revisions ?? []).toSorted((a, b) => b.number - a.number);
  return (
    <details className={styles.meta} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{say.history}</summary>
      <ol className={styles.revisions} aria-label={say.history}>
        {isEdited && data && (
          <li>
            <p className={styles.revisionHead}>
              <strong>{say.now}</strong>
            </p>
            <RevisionChanges before={item.output} after={output} />
          </li>
        )}
        {revisions.map((revision, index) => {
          const before = revisions[index + 1];
          return (
            <li key={revision.number}>
              <p className={styles.revisionHead}>
                <strong>{words.item.revision(revision.number)}</strong> {say.by(nameOf(revision.author))} ·{' '}
                <time dateTime={revision.createdAt} title={whenText(revision.createdAt)}>
                  {sinceText(revision.createdAt)}
                </time>
              </p>
              {before && <RevisionChanges before={before.output} after={revision.output} />}
            </li>
          );
        })}
      </ol>
      {data && data.reviews.length > 0 && (
        <ul className={styles.earlier} aria-label={words.review.earlier}>
          {data.reviews.map((review) => (
            <ReviewLine key={review.id} review={review} checkpoint={item.checkpoint} />
          ))}
        </ul>
      )}
    </details>
  );
}
