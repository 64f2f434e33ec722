import type { Batch } from '@countersign/contract';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { batchQuery, runsQuery, steer } from './batch-calls.ts';
import styles from './batches.module.css';

const say = words.batches.progress;
const shown = 50;

/** Rows that could not be drafted, each with its reason, and the button that tries them once more. */
export function FailedRows({ batch }: { batch: Batch }) {
  const failed = batch.counts.failed ?? 0;
  const runs = useQuery({ ...runsQuery(batch.id, 'failed', shown), enabled: failed > 0 });
  const retry = useMutation({
    mutationFn: () => steer(batch.id, 'retry'),
    onSuccess: (now) => queryClient.setQueryData(batchQuery(batch.id).queryKey, now),
  });
  if (failed === 0) return null;
  return (
    <section className={styles.failed} aria-label={say.failed}>
      <h3>{say.failed}</h3>
      <div className={styles.scroll}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.row}</th>
              <th scope="col">{say.reason}</th>
            </tr>
          </thead>
          <tbody>
            {runs.data?.runs.map((run) => (
              <tr key={run.id}>
                <td className="num">{run.key ?? run.row}</td>
                <td>{run.failure?.detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {failed > shown && <p className={styles.dim}>{say.more(failed - shown)}</p>}
      <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
        {say.retry(failed)}
      </Button>
      {retry.error && (
        <p className={styles.error} role="alert">
          {retry.error.message}
        </p>
      )}
    </section>
  );
}
