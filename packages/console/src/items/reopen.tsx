import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { reopen } from '../api/calls.ts';
import { queryClient } from '../api/queries.ts';
import { words } from '../words/words.ts';
import styles from './item.module.css';

const say = words.desk.reopen;

/** For owners: opens a settled item again, with the reason on record. */
export function Reopen({ itemId }: { itemId: string }) {
  const [asks, setAsks] = useState(false);
  const [why, setWhy] = useState('');
  const send = useMutation({
    mutationFn: () => reopen(itemId, why.trim()),
    onSuccess: async () => {
      setAsks(false);
      setWhy('');
      await Promise.all(['item', 'history', 'comments'].map((name) => queryClient.invalidateQueries({ queryKey: [name, itemId] })));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsks(true)}>
        {say.open}
      </Button>
      <Modal opened={asks} onClose={() => setAsks(false)} title={say.title} centered closeButtonProps={{ 'aria-label': words.close }}>
        <form className={styles.reopen} onSubmit={submit}>
          <p>{say.help}</p>
          <label>
            {say.why}
            <textarea required maxLength={5000} rows={3} value={why} onChange={(event) => setWhy(event.target.value)} data-autofocus />
          </label>
          {send.error && <p role="alert">{send.error.message}</p>}
          <div>
            <Button variant="default" onClick={() => setAsks(false)}>
              {words.cancel}
            </Button>
            <Button type="submit" loading={send.isPending} disabled={why.trim() === ''}>
              {say.confirm}
            </Button>
          </div>
        </form>
      </Modal>
    </>
  );
}
