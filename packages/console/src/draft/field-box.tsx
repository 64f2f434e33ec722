import type { ReactNode } from 'react';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import type { Field } from './field.ts';

interface FieldBoxProps {
  id: string;
  noteId: string;
  field: Field;
  bare: boolean;
  fault: string | null;
  changed: boolean;
  length: { now: number; limit: number | null } | null;
  below: ReactNode;
  children: ReactNode;
}

/** Label, help, length and fault around one input. */
export function FieldBox({ id, noteId, field, bare, fault, changed, length, below, children }: FieldBoxProps) {
  const limit = length?.limit ?? null;
  return (
    <div className={styles.field} data-bare={bare || undefined} data-changed={changed || undefined} data-field={id}>
      {!bare && (
        <div className={styles.label}>
          <span>
            {field.label}
            {changed && <span className={styles.dot} role="img" aria-label={words.review.edited} />}
          </span>
          {length && limit !== null && (
            <span className={styles.length} data-over={length.now > limit || undefined}>
              {words.form.of(length.now, limit)}
            </span>
          )}
        </div>
      )}
      {children}
      <p id={noteId} className={styles.note} data-fault={fault !== null || undefined}>
        {fault ?? field.help}
      </p>
      {below}
    </div>
  );
}
