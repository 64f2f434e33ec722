import type { LessonWithCases } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failed } from '../frame/broken.tsx';
import { dateText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { lessonQuery } from './lesson-calls.ts';
import styles from './lessons.module.css';

const say = words.lessons;

/** The items that speak for a lesson and against it, and how right it was week by week. */
export function LessonEvidence({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(lessonQuery(id));
  if (error) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return null;
  return (
    <div className={styles.evidence}>
      <Weeks weeks={data.weeks} />
      <h3>{say.items}</h3>
      <ul>
        {data.items.map(({ itemId, label, changed, at }) => (
          <li key={itemId}>
            <Link to="/items/$id" params={{ id: itemId }}>
              {label}
            </Link>{' '}
            <span className={styles.dim}>
              {changed > 0 ? say.didIt : say.leftIt}, {dateText(at)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Weeks({ weeks }: Pick<LessonWithCases, 'weeks'>) {
  if (weeks.length === 0) return null;
  return (
    <>
      <h3>{say.overTime}</h3>
      <ol className={styles.weeks}>
        {weeks.map(({ from, changed, cases }) => (
          <li key={from}>
            <meter min={0} max={cases} value={changed} aria-label={say.week(dateText(from), changed, cases)} />
            <span>{say.week(dateText(from), changed, cases)}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
