import type { Batch, Json } from '@countersign/contract';
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { queryClient } from '../api/queries.ts';
import { FactsView } from '../facts/fact-view.tsx';
import { words } from '../words/words.ts';
import { batchQuery, runsQuery, steer } from './batch-calls.ts';
import styles from './batches.module.css';
import { FailedRows } from './failed-rows.tsx';
import { moneyText } from './money.ts';

const say = words.batches.trial;

/** What the trial gave, what all rows would cost, and the button that starts. */
export function Trial({ batch }: { batch: Batch }) {
  const { counts, estimate } = batch;
  const tried = counts.tried ?? 0;
  const inTrial = tried + (counts.failed ?? 0);
  const isRunning = batch.state === 'trying';
  const runs = useQuery({ ...runsQuery(batch.id, 'tried', 20), enabled: tried > 0 });
  const start = useMutation({
    mutationFn: () => steer(batch.id, 'start'),
    onSuccess: (started) => queryClient.setQueryData(batchQuery(batch.id).queryKey, started),
  });
  if (inTrial === 0 && !isRunning) return null;
  return (
    <section className={styles.part} aria-label={say.title}>
      <h2>{say.title}</h2>
      <p role="status">{say.running(tried, Math.min(10, batch.rows))}</p>
      {tried > 0 && <p className={styles.sub}>{say.help}</p>}
      <ol className={styles.tried}>
        {runs.data?.runs.map((run) => (
          <li key={run.id}>
            <strong>{run.key ?? run.row}</strong>
            <Drafted output={run.output} />
          </li>
        ))}
      </ol>
      <FailedRows batch={batch} />
      {estimate && !isRunning && (
        <dl className={styles.facts} aria-label={say.estimate}>
          <div>
            <dt>{say.cost}</dt>
            <dd>{estimate.cost ? moneyText(estimate.cost) : say.free}</dd>
          </div>
          <div>
            <dt>{say.time}</dt>
            <dd>{words.batches.duration(estimate.seconds)}</dd>
          </div>
          <div>
            <dt>{say.tokens}</dt>
            <dd>{words.batches.progress.tokensText(estimate.tokensIn, estimate.tokensOut)}</dd>
          </div>
        </dl>
      )}
      {estimate && <p className={styles.dim}>{say.measured(estimate.rowsMeasured)}</p>}
      {inTrial > 0 && (
        <Button loading={start.isPending} disabled={isRunning} onClick={() => start.mutate()}>
          {say.start(batch.rows)}
        </Button>
      )}
      {start.error && (
        <p className={styles.error} role="alert">
          {start.error.message}
        </p>
      )}
    </section>
  );
}

function Drafted({ output }: { output: Json }) {
  if (typeof output === 'string') return <p dir="auto">{output}</p>;
  return <FactsView value={output} />;
}
