import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CheckIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import type { FrozenSet, GridView } from './frozen-set.ts';
import styles from './no-cards.module.css';

interface NoCardsProps {
  set: FrozenSet;
  view: GridView;
  name: string;
  waiting: number;
}

/** No set in hand: it is fetched, nothing waits, or the server does not answer. */
export function NoCards({ set, view, name, waiting }: NoCardsProps) {
  const say = words.grid;
  if (view.phase === 'fetching')
    return (
      <div className={styles.fetching} role="status">
        <span className="visually-hidden">{say.fetching}</span>
        {Array.from({ length: 6 }, (_, index) => (
          <span key={index} className={styles.ghost} />
        ))}
      </div>
    );
  const isFailed = view.phase === 'failed';
  return (
    <section className={styles.notice} {...(isFailed && { role: 'alert' })}>
      {!isFailed && (
        <span className={styles.tick}>
          <CheckIcon />
        </span>
      )}
      <h1>{isFailed ? say.failedTitle : view.confirmed && waiting > 0 ? say.loadMore : say.emptyTitle}</h1>
      {(isFailed || waiting === 0) && <p>{isFailed ? view.error?.message : say.empty}</p>}
      <div className={styles.row}>
        <Button onClick={() => void set.fill()} autoFocus>
          {isFailed ? words.tryAgain : say.loadMore}
        </Button>
        <Link to="/review/$checkpoint" params={{ checkpoint: name }}>
          {say.oneByOne}
        </Link>
        <Link to="/">{words.review.backHome}</Link>
      </div>
    </section>
  );
}
