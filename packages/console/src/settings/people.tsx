import type { Invitation, Me, Role } from '@countersign/contract';
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { invite } from '../api/calls.ts';
import { peopleQuery } from '../api/queries.ts';
import { Failed } from '../frame/broken.tsx';
import { whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import styles from './settings.module.css';
import { ShownOnce } from './shown-once.tsx';

const say = words.settings;

export function People({ me }: { me: Me }) {
  const people = useQuery(peopleQuery);
  const [link, setLink] = useState<Invitation | null>(null);
  return (
    <section className={styles.part} aria-labelledby="people">
      <h2 id="people">{say.people}</h2>
      <p className={styles.help}>{say.peopleHelp}</p>
      {people.error && <Failed error={people.error} retry={() => void people.refetch()} />}
      <ul className={styles.rows}>
        {people.data?.map((person) => (
          <li key={person.id}>
            <div>
              <strong>{person.name || person.email}</strong> <span className={styles.tag}>{words.role[person.role]}</span>
              {person.id === me.actor.id && <span className={styles.tag}>{say.you}</span>}
              <p className={styles.dim}>{person.email}</p>
            </div>
          </li>
        ))}
      </ul>
      {link && (
        <ShownOnce title={say.inviteTitle} secret={link.url} help={say.inviteHelp(whenText(link.expiresAt))} onDone={() => setLink(null)} />
      )}
      <InviteForm onInvited={setLink} />
    </section>
  );
}

function InviteForm({ onInvited }: { onInvited: (link: Invitation) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('reviewer');
  const send = useMutation({
    mutationFn: () => invite(role, name.trim()),
    onSuccess: (link) => {
      onInvited(link);
      setName('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate();
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextInput
        label={say.inviteName}
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={send.error?.message}
      />
      <SegmentedControl
        aria-label={say.inviteRole}
        value={role}
        onChange={(value) => setRole(value as Role)}
        data={(['reviewer', 'lead', 'owner'] as const).map((value) => ({ value, label: words.role[value] }))}
      />
      <Button type="submit" loading={send.isPending}>
        {say.invite}
      </Button>
    </form>
  );
}
