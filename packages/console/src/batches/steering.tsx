import type { Batch } from '@countersign/contract';
import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { batchQuery, resume, steer } from './batch-calls.ts';
import styles from './batches.module.css';
import { readMoney } from './money.ts';

const say = words.batches.progress;

/** Pause, go on and cancel; a used-up budget can be raised where it stands. */
export function Steering({ batch }: { batch: Batch }) {
  const { budget = null } = batch.settings ?? {};
  const [amount, setAmount] = useState(budget ? String(budget.micros / 1_000_000) : '');
  const [asksCancel, setAsksCancel] = useState(false);
  const act = useMutation({
    mutationFn: (run: () => Promise<Batch>) => run(),
    onSuccess: (now) => queryClient.setQueryData(batchQuery(batch.id).queryKey, now),
  });
  const isOverBudget = batch.pause?.reason === 'budget';
  const next = isOverBudget ? readMoney(amount, budget?.currency ?? 'EUR') : undefined;
  if (batch.state !== 'running' && batch.state !== 'paused') return null;
  return (
    <>
      {batch.pause && (
        <p className={styles.warning}>
          {say.pauseReason[batch.pause.reason]} {batch.pause.reason !== 'person' && batch.pause.detail}
        </p>
      )}
      {isOverBudget && (
        <TextInput label={say.newBudget} inputMode="decimal" value={amount} onChange={(event) => setAmount(event.currentTarget.value)} />
      )}
      <div className={styles.acts}>
        {batch.state === 'running' && (
          <Button variant="default" loading={act.isPending} onClick={() => act.mutate(() => steer(batch.id, 'pause'))}>
            {say.pause}
          </Button>
        )}
        {batch.state === 'paused' && (
          <Button
            loading={act.isPending}
            disabled={isOverBudget && next === undefined}
            onClick={() => act.mutate(() => resume(batch.id, isOverBudget ? next : undefined))}
          >
            {say.resume}
          </Button>
        )}
        {!asksCancel && (
          <Button variant="subtle" color="red" onClick={() => setAsksCancel(true)}>
            {say.cancel}
          </Button>
        )}
      </div>
      {asksCancel && (
        <div className={styles.warning}>
          <p>{say.cancelAsk}</p>
          <div className={styles.acts}>
            <Button className={styles.danger!} loading={act.isPending} onClick={() => act.mutate(() => steer(batch.id, 'cancel'))}>
              {say.cancelSure}
            </Button>
            <Button variant="default" onClick={() => setAsksCancel(false)}>
              {say.keep}
            </Button>
          </div>
        </div>
      )}
      {act.error && (
        <p className={styles.error} role="alert">
          {act.error.message}
        </p>
      )}
    </>
  );
}
