import type { Key, KeyKind, NewKey } from '@countersign/contract';
import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { createKey, revokeKey } from '../api/calls.ts';
import { keysQuery, queryClient } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import { dateText, sinceText } from '../words/times.ts';
import { words } from '../words/words.ts';
import styles from './settings.module.css';
import { ShownOnce } from './shown-once.tsx';

const say = words.settings;
const reload = () => queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });

export function Keys({ isOwner }: { isOwner: boolean }) {
  const keys = useQuery(keysQuery);
  const [fresh, setFresh] = useState<NewKey | null>(null);
  return (
    <section className={styles.part} aria-labelledby="keys">
      <h2 id="keys">{say.keys}</h2>
      <p className={styles.help}>{say.keysHelp}</p>
      {fresh && <ShownOnce title={say.secretTitle} secret={fresh.key} help={say.secret} onDone={() => setFresh(null)} />}
      {keys.error && <Failed error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <p className={styles.none}>{say.noKeys}</p>}
      <ul className={styles.rows}>
        {keys.data?.map((key) => (
          <KeyRow key={key.id} apiKey={key} />
        ))}
      </ul>
      <KeyForm isOwner={isOwner} onCreated={setFresh} />
    </section>
  );
}

function KeyRow({ apiKey }: { apiKey: Key }) {
  const [asks, setAsks] = useState(false);
  const revoke = useMutation({ mutationFn: () => revokeKey(apiKey.id), onSuccess: reload });
  return (
    <li>
      <div>
        <strong>{apiKey.name}</strong> <span className={styles.tag}>{words.keyKind[apiKey.kind]}</span>
        <p className={styles.dim}>
          <code>{apiKey.hint}…</code> · {say.created} {dateText(apiKey.createdAt)} ·{' '}
          {apiKey.lastUsedAt ? `${say.lastUsed} ${sinceText(apiKey.lastUsedAt)}` : say.never}
        </p>
      </div>
      <Button size="compact-sm" variant="default" onClick={() => setAsks(true)} aria-label={`${say.revoke} ${apiKey.name}`}>
        {say.revoke}
      </Button>
      <Modal opened={asks} onClose={() => setAsks(false)} title={say.revoke} centered closeButtonProps={{ 'aria-label': words.close }}>
        <p>{say.revokeConfirm(apiKey.name)}</p>
        {revoke.error && <p role="alert">{revoke.error.message}</p>}
        <div className={styles.actions}>
          <Button variant="default" onClick={() => setAsks(false)}>
            {words.cancel}
          </Button>
          <Button data-danger="" loading={revoke.isPending} onClick={() => revoke.mutate()}>
            {say.revoke}
          </Button>
        </div>
      </Modal>
    </li>
  );
}

function KeyForm({ isOwner, onCreated }: { isOwner: boolean; onCreated: (key: NewKey) => void }) {
  const [name, setName] = useState('');
  const [kind, setKind] = useState<KeyKind>(isOwner ? 'service' : 'personal');
  const create = useMutation({
    mutationFn: () => createKey({ kind, name: name.trim() }),
    onSuccess: (key) => {
      onCreated(key);
      setName('');
      void reload();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={say.keyName}
        placeholder={say.keyNameHint}
        required
        withAsterisk={false}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={create.error?.message}
      />
      <SegmentedControl
        aria-label={say.keyKind}
        value={kind}
        onChange={(value) => setKind(value as KeyKind)}
        data={(['personal', 'service'] as const).map((value) => ({
          value,
          label: words.keyKind[value],
          disabled: value === 'service' && !isOwner,
        }))}
      />
      <Button type="submit" loading={create.isPending}>
        {say.createKey}
      </Button>
    </form>
  );
}
