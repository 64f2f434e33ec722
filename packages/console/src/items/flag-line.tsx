import type { FlagRecord } from '@countersign/contract';
import { messageOf } from '../flags/flag-words.ts';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { nameOf } from './actor-name.ts';
import styles from './items.module.css';

/** What a person did about a flag, and why. */
export function FlagLine({ record: { flag, action, replacement, reason, by, decidedAt } }: { record: FlagRecord }) {
  return (
    <li className={styles.reviewLine}>
      <p>
        <strong>{words.item.flagAct[action]}</strong> · {nameOf(by)} ·{' '}
        <time dateTime={decidedAt} title={whenText(decidedAt)}>
          {sinceText(decidedAt)}
        </time>
      </p>
      <p className={styles.dim}>{messageOf(flag)}</p>
      {replacement !== null && <p className={styles.comment}>→ {replacement}</p>}
      {reason !== null && <p className={styles.comment}>{reason}</p>}
    </li>
  );
}
