import type { Json } from '@countersign/contract';
import { useEffect, useState } from 'react';
import { isSameJson } from '../review/same-json.ts';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import type { ChoiceField, ChoicesField, NumberField, SwitchField } from './field.ts';

interface InputProps<F, V> {
  field: F;
  value: V;
  describedBy: string;
  set: (next: Json | undefined) => void;
}

export function NumberInput({ field, value, describedBy, set }: InputProps<NumberField, number | null>) {
  const [text, setText] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setText((now) => (now.trim() !== '' && Number(now) === value ? now : value === null ? '' : String(value)));
  }, [value]);
  const type = (next: string) => {
    setText(next);
    const number = Number(next.replace(',', '.'));
    if (next.trim() === '') set(undefined);
    else if (Number.isFinite(number)) set(number);
  };
  return (
    <input
      className={`${styles.input} ${styles.number} num`}
      inputMode={field.isInteger ? 'numeric' : 'decimal'}
      aria-label={field.label}
      aria-describedby={describedBy}
      value={text}
      onChange={(event) => type(event.target.value)}
    />
  );
}

export function ChoiceInput({ field, value, describedBy, set }: InputProps<ChoiceField, Json | undefined>) {
  const index = field.options.indexOf(value as Json);
  return (
    <select
      className={styles.input}
      aria-label={field.label}
      aria-describedby={describedBy}
      value={index}
      onChange={(event) => set(field.options[Number(event.target.value)])}
    >
      {index === -1 && <option value={-1}>{value === undefined || value === null ? words.form.none : String(value)}</option>}
      {field.options.map((option, place) => (
        <option key={String(option)} value={place}>
          {option === null ? words.form.none : String(option)}
        </option>
      ))}
    </select>
  );
}

export function SwitchInput({ field, value, describedBy, set }: InputProps<SwitchField, boolean>) {
  return (
    <label className={styles.switch}>
      <input
        type="checkbox"
        aria-label={field.label}
        aria-describedby={describedBy}
        checked={value}
        onChange={(event) => set(event.target.checked)}
      />
      {value ? words.form.yes : words.form.no}
    </label>
  );
}

export function ChoicesInput({ field, value, describedBy, set }: InputProps<ChoicesField, Json[]>) {
  const has = (option: Json) => value.some((each) => isSameJson(each, option));
  const toggle = (option: Json) => set(field.options.filter((each) => (isSameJson(each, option) ? !has(each) : has(each))));
  return (
    <div className={styles.choices} aria-describedby={describedBy}>
      {field.options.map((option) => (
        <label key={JSON.stringify(option)} className={styles.switch}>
          <input type="checkbox" checked={has(option)} onChange={() => toggle(option)} />
          {option === null ? words.form.none : String(option)}
        </label>
      ))}
    </div>
  );
}
