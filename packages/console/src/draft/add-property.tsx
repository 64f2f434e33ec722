import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';

/** Room for a property that no schema names. */
export function AddProperty({ taken, onAdd }: { taken: string[]; onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const add = () => {
    const next = name.trim();
    if (next === '' || taken.includes(next)) return;
    onAdd(next);
    setName('');
  };
  return (
    <div className={styles.property}>
      <input
        className={styles.input}
        aria-label={words.shapes.propertyName}
        placeholder={words.shapes.propertyName}
        value={name}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          add();
        }}
      />
      <UnstyledButton className={styles.add} onClick={add}>
        + {words.shapes.addProperty}
      </UnstyledButton>
    </div>
  );
}
