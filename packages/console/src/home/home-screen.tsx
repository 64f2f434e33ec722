import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { checkpointsQuery } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import { words } from '../words/words.ts';
import { Begin } from './begin.tsx';
import { CheckpointCard } from './checkpoint-card.tsx';
import styles from './home.module.css';

export function HomeScreen() {
  const { data, error, refetch } = useQuery(checkpointsQuery);
  if (error && !data)
    return (
      <div className={styles.page}>
        <Failed error={error} retry={() => void refetch()} />
      </div>
    );
  if (!data) return <div className={styles.page} role="status" aria-label={words.loading} />;
  if (data.length === 0) return <Begin />;
  const waiting = data.reduce((sum, each) => sum + each.counts.waiting, 0);
  const sorted = data.toSorted((a, b) => Number(b.counts.waiting > 0) - Number(a.counts.waiting > 0) || a.title.localeCompare(b.title));
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <div>
          <h1>{waiting > 0 ? words.home.waiting(waiting) : words.home.allClear}</h1>
          <p className={styles.sub}>{words.tagline}</p>
        </div>
        {waiting > 0 && data.length > 1 && (
          <Link to="/review" className={styles.quiet}>
            {words.home.reviewAll}
          </Link>
        )}
      </div>
      <ul className={styles.cards}>
        {sorted.map((each) => (
          <li key={each.name}>
            <CheckpointCard checkpoint={each} />
          </li>
        ))}
      </ul>
    </div>
  );
}
