import type { Batch } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { checkpointsQuery } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import { words } from '../words/words.ts';
import { batchQuery, providersQuery } from './batch-calls.ts';
import { BatchProgress } from './batch-progress.tsx';
import styles from './batches.module.css';
import { SetUpForm } from './set-up-form.tsx';
import { setUpOf } from './set-up-state.ts';
import { Trial } from './trial.tsx';

const say = words.batches;

/** One batch: first it is set up and tried, then it runs. */
export function BatchScreen() {
  const { id } = useParams({ strict: false }) as { id: string };
  const { data: batch, error, refetch } = useQuery(batchQuery(id));
  if (error && !batch)
    return (
      <div className={styles.page}>
        <Failed error={error} retry={() => void refetch()} />
      </div>
    );
  if (!batch) return <div className={styles.page} role="status" aria-label={words.loading} />;
  const isOpen = batch.startedAt === null && batch.kind === 'file' && batch.state !== 'cancelled';
  return (
    <div className={styles.page} data-wide={isOpen || undefined}>
      <header className={styles.head}>
        <div>
          <p className={styles.dim}>
            <Link to="/batches">{say.title}</Link>
          </p>
          <h1>{batch.title}</h1>
          <p className={styles.sub}>
            <span className={styles.tag} data-state={batch.state}>
              {say.state[batch.state]}
            </span>{' '}
            {say.rows(batch.rows)}
          </p>
        </div>
      </header>
      <BadRows batch={batch} />
      {isOpen ? <Opened key={batch.id} batch={batch} /> : <BatchProgress batch={batch} />}
    </div>
  );
}

function Opened({ batch }: { batch: Batch }) {
  const { data: checkpoints } = useQuery(checkpointsQuery);
  const { data: providers } = useQuery(providersQuery);
  if (!checkpoints || !providers) return <div role="status" aria-label={words.loading} />;
  const names = checkpoints.map(({ name, title }) => ({ name, title }));
  return (
    <>
      <SetUpForm
        batch={batch}
        checkpoints={names}
        providers={providers}
        start={setUpOf(batch, { checkpoints: names.map(({ name }) => name), providers })}
      />
      <Trial batch={batch} />
    </>
  );
}

function BadRows({ batch: { badRows } }: { batch: Batch }) {
  if (badRows.length === 0) return null;
  return (
    <details className={styles.warning}>
      <summary>{say.badRows(badRows.length)}</summary>
      <ul>
        {badRows.map(({ row, detail }) => (
          <li key={row}>{say.badRow(row, detail)}</li>
        ))}
      </ul>
    </details>
  );
}
