import type { Batch, Provider } from '@countersign/contract';
import { Button, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { workflowsQuery } from '../workflows/workflow-calls.ts';
import { batchQuery, modelsQuery, putSettings, tryRows } from './batch-calls.ts';
import styles from './batches.module.css';
import { MappingFields } from './mapping-fields.tsx';
import { readMoney } from './money.ts';
import { PreviewPane } from './preview-pane.tsx';
import { PromptField } from './prompt-field.tsx';
import { type SetUp, toSettings } from './set-up-state.ts';

interface SetUpFormProps {
  batch: Batch;
  checkpoints: { name: string; title: string }[];
  providers: Provider[];
  start: SetUp;
}

const say = words.batches.setUp;
const trialRows = 10;

/** Columns, prompt and model of a batch, beside what would be sent for one of its rows. */
export function SetUpForm({ batch, checkpoints, providers, start }: SetUpFormProps) {
  const [form, setForm] = useState(start);
  const [hint, setHint] = useState<string | null>(null);
  const change = (part: Partial<SetUp>) => {
    setHint(null);
    setForm((now) => ({ ...now, ...part }));
  };
  const { data: workflows } = useQuery(workflowsQuery);
  const { data: models } = useQuery(modelsQuery(form.provider));
  const settings = toSettings(form, batch.settings);
  const rows = Math.min(trialRows, batch.rows);
  const tryOut = useMutation({
    mutationFn: async () => {
      if (!settings) return null;
      await putSettings(batch.id, settings);
      return tryRows(batch.id, rows);
    },
    onSuccess: (tried) => {
      if (tried) queryClient.setQueryData(batchQuery(batch.id).queryKey, tried);
      void queryClient.invalidateQueries({ queryKey: ['runs', batch.id] });
    },
  });
  const fields = form.fields?.map(([field]) => field).filter(Boolean) ?? batch.columns;
  return (
    <div className={styles.setUp}>
      <form
        className={styles.part}
        aria-label={say.title}
        onSubmit={(event) => {
          event.preventDefault();
          if (settings) tryOut.mutate();
          else setHint(say.incomplete);
        }}
      >
        <h2>{say.title}</h2>
        {workflows && workflows.length > 0 && (
          <SegmentedControl
            aria-label={say.way}
            value={form.way}
            onChange={(way) => change({ way: way as SetUp['way'] })}
            data={[
              { value: 'prompt', label: say.prompt },
              { value: 'workflow', label: say.workflow },
            ]}
          />
        )}
        {form.way === 'workflow' ? (
          <NativeSelect
            label={say.workflowName}
            value={form.workflow}
            onChange={(event) => change({ workflow: event.currentTarget.value })}
            data={['', ...(workflows ?? []).map(({ name }) => name)]}
          />
        ) : (
          <>
            {checkpoints.length === 0 && <p className={styles.error}>{say.noCheckpoint}</p>}
            <NativeSelect
              label={say.checkpoint}
              value={form.checkpoint}
              onChange={(event) => change({ checkpoint: event.currentTarget.value })}
              data={checkpoints.map(({ name, title }) => ({ value: name, label: title }))}
            />
            {providers.length === 0 && <p className={styles.error}>{say.noProvider}</p>}
            <div className={styles.pair}>
              <NativeSelect
                label={say.provider}
                value={form.provider}
                onChange={(event) => change({ provider: event.currentTarget.value, model: '' })}
                data={providers.map(({ name }) => name)}
              />
              <TextInput
                label={say.model}
                list="models"
                value={form.model}
                onChange={(event) => change({ model: event.currentTarget.value })}
              />
              <datalist id="models">
                {models?.map((model) => (
                  <option key={model} value={model} />
                ))}
              </datalist>
            </div>
            <PromptField value={form.prompt} fields={fields} onChange={(prompt) => change({ prompt })} />
            <NumberInput
              label={say.examples}
              min={0}
              max={20}
              value={form.examples}
              onChange={(value) => change({ examples: Number(value) || 0 })}
            />
          </>
        )}
        <NativeSelect
          label={say.key}
          value={form.key}
          onChange={(event) => change({ key: event.currentTarget.value })}
          data={[{ value: '', label: say.rowNumber }, ...batch.columns.map((column) => ({ value: column, label: column }))]}
        />
        <MappingFields columns={batch.columns} fields={form.fields} onChange={(next) => change({ fields: next })} />
        <div className={styles.pair}>
          <TextInput
            label={say.budget}
            description={say.budgetHelp}
            inputMode="decimal"
            value={form.budget}
            onChange={(event) => change({ budget: event.currentTarget.value })}
            error={readMoney(form.budget, form.currency) === undefined && say.badBudget}
          />
          <NativeSelect
            label={say.currency}
            value={form.currency}
            onChange={(event) => change({ currency: event.currentTarget.value })}
            data={[...new Set([form.currency, 'EUR', 'USD', 'GBP', 'CHF'])]}
          />
        </div>
        <Button type="submit" loading={tryOut.isPending}>
          {(batch.counts.tried ?? 0) > 0 ? words.batches.trial.again(rows) : words.batches.trial.try(rows)}
        </Button>
        {(hint ?? tryOut.error?.message) && (
          <p className={styles.error} role="alert">
            {hint ?? tryOut.error?.message}
          </p>
        )}
      </form>
      <PreviewPane batch={batch} settings={settings} />
    </div>
  );
}
