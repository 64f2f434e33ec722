import type { ItemHistory, Revision } from '@countersign/contract';
import { whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { nameOf } from './actor-name.ts';
import { FlagLine } from './flag-line.tsx';
import styles from './item.module.css';
import { Output } from './output.tsx';
import { ReviewLine } from './review-line.tsx';
import { RevisionChanges } from './revision-changes.tsx';

export function History({ history, checkpoint }: { history: ItemHistory; checkpoint: string }) {
  const revisions = history.revisions.toSorted((a, b) => a.number - b.number);
  return (
    <section className={styles.history} aria-label={words.item.history}>
      <h2>{words.item.history}</h2>
      <ol>
        {revisions.map((revision, index) => (
          <RevisionView key={revision.number} revision={revision} before={revisions[index - 1]} />
        ))}
      </ol>
      {history.reviews.length > 0 && (
        <ul className={styles.reviews}>
          {history.reviews.map((review) => (
            <ReviewLine key={review.id} review={review} checkpoint={checkpoint} />
          ))}
        </ul>
      )}
      {history.flagRecords.length > 0 && (
        <>
          <h3>{words.item.flagActs}</h3>
          <ul className={styles.reviews}>
            {history.flagRecords.map((record) => (
              <FlagLine key={`${record.flag.id} ${record.by.id}`} record={record} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function RevisionView({ revision, before }: { revision: Revision; before: Revision | undefined }) {
  const verb = before ? words.item.revised : words.item.byService;
  return (
    <li className={styles.revision}>
      <p className={styles.revisionHead}>
        <strong>{words.item.revision(revision.number)}</strong> {verb} {nameOf(revision.author)} ·{' '}
        <time dateTime={revision.createdAt}>{whenText(revision.createdAt)}</time>
      </p>
      {before ? <RevisionChanges before={before.output} after={revision.output} /> : <Output value={revision.output} />}
      <code className={styles.hash}>{revision.outputHash}</code>
    </li>
  );
}
