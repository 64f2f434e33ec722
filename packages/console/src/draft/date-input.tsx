import type { Json } from '@countersign/contract';
import styles from './draft.module.css';
import type { TextField } from './field.ts';

interface DateInputProps {
  field: TextField;
  describedBy: string;
  value: string;
  set: (next: Json | undefined) => void;
}

/** A day, or an instant in the person's own time zone. What is no date stays as the text it is, to be corrected. */
export function DateInput({ field, describedBy, value, set }: DateInputProps) {
  const isInstant = field.format === 'date-time';
  const shown = isInstant ? toLocal(value) : value;
  const isReadable = value === '' || (isInstant ? shown !== '' : /^\d{4}-\d\d-\d\d$/.test(value));
  const change = (text: string) => {
    if (text === '') set(field.required ? '' : undefined);
    else set(isInstant && isReadable ? new Date(text).toISOString() : text);
  };
  return (
    <input
      type={isReadable ? (isInstant ? 'datetime-local' : 'date') : 'text'}
      className={`${styles.input} ${styles.number}`}
      aria-label={field.label}
      aria-describedby={describedBy}
      step={isInstant ? 1 : undefined}
      value={isReadable ? shown : value}
      onChange={(event) => change(event.target.value)}
    />
  );
}

/** As the browser's field wants it: local time without a zone. */
function toLocal(instant: string): string {
  const at = new Date(instant);
  if (instant === '' || Number.isNaN(at.getTime())) return '';
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}
