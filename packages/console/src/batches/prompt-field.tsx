import { Textarea, UnstyledButton } from '@mantine/core';
import { useRef } from 'react';
import { words } from '../words/words.ts';
import styles from './batches.module.css';
import { mentionOf } from './set-up-state.ts';

interface PromptFieldProps {
  value: string;
  fields: string[];
  onChange: (prompt: string) => void;
}

const say = words.batches.setUp;

/** The prompt, with the row's fields at hand. */
export function PromptField({ value, fields, onChange }: PromptFieldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (field: string) => {
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {};
    const mention = mentionOf(field);
    onChange(value.slice(0, selectionStart) + mention + value.slice(selectionEnd));
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(selectionStart + mention.length, selectionStart + mention.length);
    });
  };
  return (
    <div>
      <Textarea
        ref={area}
        label={say.promptText}
        description={say.promptHelp}
        autosize
        minRows={6}
        maxRows={24}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        classNames={{ input: styles.mono as string }}
      />
      <ul className={styles.chips} aria-label={say.columns}>
        {fields.map((field) => (
          <li key={field}>
            <UnstyledButton type="button" className={styles.chip} aria-label={say.insert(field)} onClick={() => insert(field)}>
              {field}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  );
}
