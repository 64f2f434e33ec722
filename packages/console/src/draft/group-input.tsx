import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import { DraftForm, type FormParts } from './draft-form.tsx';
import { type GroupField, isObject } from './fields.ts';
import { valueAt, withValueAt } from './place.ts';

/** Fields that belong together, and room for properties that no schema names. */
export function GroupInput({ field, parts }: { field: GroupField; parts: FormParts }) {
  const { output, onChange } = parts;
  const value = valueAt(output, field.path);
  const given = isObject(value) ? value : {};
  const isRoot = field.path.length === 0;
  const add = (name: string) => onChange(withValueAt(output, [...field.path, name], ''));
  const rest = <AddProperty taken={Object.keys(given)} onAdd={add} />;
  const body = (
    <>
      <DraftForm {...parts} fields={field.fields} />
      {field.isOpen && rest}
    </>
  );
  if (isRoot) return <div className={styles.form}>{body}</div>;
  return (
    <fieldset className={styles.group}>
      <legend>{field.label}</legend>
      {body}
    </fieldset>
  );
}

function AddProperty({ taken, onAdd }: { taken: string[]; onAdd: (name: string) => void }) {
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
