import type { Workflow } from '@countersign/contract';
import { Button, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { queryClient } from '../api/queries.ts';
import styles from '../batches/batches.module.css';
import { Failed } from '../frame/broken.tsx';
import { words } from '../words/words.ts';
import { exampleWorkflow, readWorkflow, writeWorkflow } from './read-yaml.ts';
import { putWorkflow, workflowsQuery } from './workflow-calls.ts';

const say = words.batches.workflows;

/** All workflows, each editable as YAML. */
export function WorkflowsScreen() {
  const { data, error, refetch } = useQuery(workflowsQuery);
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <p className={styles.dim}>
            <Link to="/batches">{words.batches.title}</Link>
          </p>
          <h1>{say.title}</h1>
          <p className={styles.sub}>{say.help}</p>
        </div>
        <Button variant="default" onClick={() => setOpen('')}>
          {say.fresh}
        </Button>
      </header>
      {error && !data && <Failed error={error} retry={() => void refetch()} />}
      {data?.length === 0 && open === null && <p className={styles.sub}>{say.none}</p>}
      {data && data.length > 0 && (
        <ul className={styles.list}>
          {data.map((workflow) => (
            <li key={workflow.name}>
              <UnstyledButton aria-expanded={open === workflow.name} onClick={() => setOpen(workflow.name)}>
                <strong>{workflow.title || workflow.name}</strong>
              </UnstyledButton>
              <span className={styles.dim}>{say.version(workflow.version)}</span>
            </li>
          ))}
        </ul>
      )}
      {open !== null && <WorkflowEditor key={open} workflow={data?.find(({ name }) => name === open) ?? null} onSaved={setOpen} />}
    </div>
  );
}

function WorkflowEditor({ workflow, onSaved }: { workflow: Workflow | null; onSaved: (name: string) => void }) {
  const [name, setName] = useState(workflow?.name ?? '');
  const [text, setText] = useState(() => (workflow ? writeWorkflow(workflow) : exampleWorkflow));
  const read = useMemo(() => readWorkflow(text), [text]);
  const save = useMutation({
    mutationFn: () => putWorkflow(name.trim(), read.workflow),
    onSuccess: async (saved) => {
      await queryClient.invalidateQueries(workflowsQuery);
      if (!workflow) onSaved(saved.name);
    },
  });
  return (
    <form
      className={styles.part}
      aria-label={workflow?.name ?? say.fresh}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {!workflow && (
        <TextInput label={say.name} description={say.nameHelp} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      )}
      <Textarea
        label={say.yaml}
        autosize
        minRows={12}
        maxRows={40}
        spellCheck={false}
        value={text}
        onChange={(event) => {
          save.reset();
          setText(event.currentTarget.value);
        }}
        classNames={{ input: styles.mono as string }}
      />
      <div role="status">
        {read.problems.length === 0 ? (
          <p className={styles.sub}>{save.data ? say.saved(save.data.version) : say.valid}</p>
        ) : (
          <ul className={styles.error}>
            {read.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
      </div>
      {save.error && (
        <p className={styles.error} role="alert">
          {save.error.message}
        </p>
      )}
      <div>
        <Button type="submit" loading={save.isPending} disabled={!read.workflow || name.trim() === ''}>
          {say.save}
        </Button>
      </div>
    </form>
  );
}
