import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { checkpointsQuery } from '../api/queries.ts';
import { CheckIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import type { Desk } from './desk.ts';
import type { DeskView, Scope } from './desk-view.ts';
import styles from './notice.module.css';

/** Between items: fetching, all done, or the server does not answer. */
export function NothingInHand({ desk, view, scope }: { desk: Desk; view: DeskView; scope: Scope }) {
  if (view.phase === 'fetching') return <FetchingItem />;
  if (view.phase === 'failed') return <FetchFailed desk={desk} view={view} scope={scope} />;
  return <AllDone desk={desk} view={view} scope={scope} />;
}

function FetchingItem() {
  return (
    <div className={styles.fetching} role="status">
      <span className={styles.shimmer} />
      <span className="visually-hidden">{words.review.looking}</span>
    </div>
  );
}

function FetchFailed({ desk, view, scope }: { desk: Desk; view: DeskView; scope: Scope }) {
  return (
    <section className={styles.notice} role="alert">
      <h1>{scope.item ? words.review.goneTitle : words.review.failedTitle}</h1>
      <p>{view.error?.message}</p>
      <div className={styles.row}>
        <Button onClick={() => void desk.open(scope)}>{words.tryAgain}</Button>
        {scope.item ? (
          <Link to="/items/$id" params={{ id: scope.item }}>
            {words.trouble.openItem}
          </Link>
        ) : (
          <Link to="/">{words.review.backHome}</Link>
        )}
      </div>
    </section>
  );
}

function AllDone({ desk, view, scope }: { desk: Desk; view: DeskView; scope: Scope }) {
  const { data } = useQuery(checkpointsQuery);
  const released = (data ?? [])
    .filter((each) => !scope.checkpoint || each.name === scope.checkpoint)
    .reduce((sum, each) => sum + each.counts.released, 0);
  return (
    <section className={styles.notice}>
      <span className={styles.tick}>
        <CheckIcon />
      </span>
      <h1>{words.review.emptyTitle}</h1>
      <p>
        {words.review.empty} {released > 0 && words.home.released(released)}
      </p>
      {view.skipped > 0 && <p>{words.review.emptySkipped(view.skipped)}</p>}
      <div className={styles.row}>
        {view.skipped > 0 ? (
          <Button onClick={() => void desk.fill(true)}>{words.review.showSkipped}</Button>
        ) : (
          <Button variant="default" onClick={() => void desk.fill()}>
            {words.review.lookAgain}
          </Button>
        )}
        <Link to="/">{words.review.backHome}</Link>
        <Link to="/items" search={{ ...(scope.checkpoint && { checkpoint: scope.checkpoint }), state: 'released' }}>
          {words.home.viewItems}
        </Link>
      </div>
    </section>
  );
}
