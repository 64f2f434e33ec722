import type { Review } from '@countersign/contract';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { nameOf } from './actor-name.ts';
import styles from './items.module.css';
import { reasonLabels } from './reason-labels.ts';

export function ReviewLine({ review, checkpoint }: { review: Review; checkpoint: string }) {
  return (
    <li className={styles.reviewLine} data-undone={review.undoneAt ? true : undefined}>
      <p>
        <strong>{words.verdict[review.verdict]}</strong> · {nameOf(review.by)} ·{' '}
        <time dateTime={review.createdAt} title={whenText(review.createdAt)}>
          {sinceText(review.createdAt)}
        </time>
        {review.activeSeconds !== null && ` · ${words.item.seconds(review.activeSeconds)}`}
        {review.undoneAt && ` · ${words.item.undone}`}
      </p>
      {review.reasons.length > 0 && <p className={styles.dim}>{reasonLabels(checkpoint, review.reasons)}</p>}
      {review.comment && <p className={styles.comment}>{review.comment}</p>}
    </li>
  );
}
