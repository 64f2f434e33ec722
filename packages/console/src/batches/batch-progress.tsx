import type { Batch, RunState } from '@countersign/contract';
import { Progress } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { words } from '../words/words.ts';
import { exportBatchAddress } from './batch-calls.ts';
import styles from './batches.module.css';
import { FailedRows } from './failed-rows.tsx';
import { moneyText } from './money.ts';
import { Steering } from './steering.tsx';

const say = words.batches.progress;
const order: RunState[] = ['ready', 'drafting', 'tried', 'moving', 'waiting', 'returned', 'delivered', 'ended', 'failed', 'cancelled'];

/** How far a started batch is, what it costs, and what can be done with it. */
export function BatchProgress({ batch }: { batch: Batch }) {
  const { progress, counts, settings } = batch;
  const total = Math.max(1, batch.rows);
  const done = Math.max(0, batch.rows - progress.left);
  const waiting = counts.waiting ?? 0;
  return (
    <>
      <section className={styles.part} aria-label={say.title}>
        <h2>{say.title}</h2>
        <p role="status">{say.drafted(done, batch.rows)}</p>
        <Progress value={(100 * done) / total} aria-label={say.title} w="100%" />
        <dl className={styles.facts}>
          <Fact label={say.rate}>{progress.perMinute === null ? say.unknown : say.perMinute(progress.perMinute)}</Fact>
          <Fact label={say.left}>{progress.secondsLeft === null ? say.unknown : words.batches.duration(progress.secondsLeft)}</Fact>
          <Fact label={say.tokens}>{say.tokensText(batch.tokensIn, batch.tokensOut)}</Fact>
          <Fact label={say.cost}>{costText(batch)}</Fact>
        </dl>
        {batch.doubtful > 0 && <p className={styles.warning}>{say.doubtful(batch.doubtful)}</p>}
        <Steering key={batch.state} batch={batch} />
      </section>
      <section className={styles.part} aria-label={say.rowsTitle}>
        <h2>{say.rowsTitle}</h2>
        <dl className={styles.facts}>
          {order
            .filter((state) => (counts[state] ?? 0) > 0)
            .map((state) => (
              <Fact key={state} label={words.batches.run[state]}>
                {words.count(counts[state] ?? 0)}
              </Fact>
            ))}
        </dl>
        {waiting > 0 && settings?.checkpoint && (
          <Link to="/review/$checkpoint" params={{ checkpoint: settings.checkpoint }} className={styles.go}>
            {say.review(waiting)}
          </Link>
        )}
        <FailedRows batch={batch} />
      </section>
      {batch.kind === 'file' && (
        <section className={styles.part} aria-label={say.export}>
          <h2>{say.export}</h2>
          <p className={styles.sub}>{say.exportHelp}</p>
          <p className={styles.links}>
            {(['csv', 'xlsx', 'jsonl'] as const).map((format) => (
              <a key={format} href={exportBatchAddress(batch.id, format)} download>
                {format.toUpperCase()}
              </a>
            ))}
          </p>
        </section>
      )}
    </>
  );
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className="num">{children}</dd>
    </div>
  );
}

function costText({ cost, settings }: Batch): string {
  if (!cost) return say.unknown;
  return settings?.budget ? say.ofBudget(moneyText(cost), moneyText(settings.budget)) : moneyText(cost);
}
