import type { Flag, Json } from '@countersign/contract';
import { quoteOf } from '../flags/flag-words.ts';
import styles from '../flags/flags.module.css';
import { words } from '../words/words.ts';

const say = words.desk.flags;
const mostShown = 4;

/** What is still open, before a person approves all the same. */
export function OpenErrors({ count, flags, output }: { count: number; flags: Flag[]; output: Json }) {
  const errors = flags.filter((flag) => flag.level === 'error');
  return (
    <div className={styles.guard} role="alert">
      <strong>{say.guardTitle(Math.max(count, errors.length))}</strong>
      <ul>
        {errors.slice(0, mostShown).map((flag) => (
          <li key={flag.id}>
            {quoteOf(flag, output)} · {flag.message}
          </li>
        ))}
      </ul>
      <p>{say.guardHelp}</p>
    </div>
  );
}
