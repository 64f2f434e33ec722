import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery, peopleQuery } from '../api/queries.ts';
import { words } from '../words/words.ts';
import styles from './aside.module.css';
import { ChoicePanel } from './choice-panel.tsx';

const say = words.desk.aside;
const mostShown = 9;

export function AssignPanel({ onAssign, onCancel }: { onAssign: (personId: string, note: string) => void; onCancel: () => void }) {
  const people = useQuery(peopleQuery);
  const me = useQuery(meQuery).data;
  const [search, setSearch] = useState('');
  const [picked, setPicked] = useState<string | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const others = (people.data ?? []).filter((person) => person.id !== me?.actor.id);
  const found = others
    .filter((person) => `${person.name} ${person.email}`.toLowerCase().includes(search.trim().toLowerCase()))
    .slice(0, mostShown);
  const chosen = picked ?? (found.length === 1 ? found[0]!.id : null);
  const help = people.data && others.length === 0 ? say.nobody : say.assignHelp;
  return (
    <ChoicePanel
      title={say.assignTitle}
      help={people.error?.message ?? help}
      choices={found.map((person) => ({ id: person.id, label: person.name || person.email, detail: words.role[person.role] }))}
      chosen={chosen}
      confirmLabel={say.assignNow}
      hint={hint}
      onChoose={(id) => {
        setHint(null);
        setPicked(id);
      }}
      onConfirm={(note) => (chosen ? onAssign(chosen, note.trim()) : setHint(say.choosePerson))}
      onCancel={onCancel}
    >
      {others.length > mostShown && (
        <label className={styles.field}>
          {say.search}
          <input
            type="search"
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              setPicked(null);
            }}
          />
        </label>
      )}
    </ChoicePanel>
  );
}
