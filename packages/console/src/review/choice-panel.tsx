import { UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import styles from './aside.module.css';
import decision from './decision.module.css';
import { usePanelFocus } from './use-panel-focus.ts';

export interface Choice {
  id: string;
  label: string;
  detail?: string;
}

interface ChoicePanelProps {
  title: string;
  help: string;
  choices: Choice[];
  chosen: string | null;
  confirmLabel: string;
  hint: string | null;
  onChoose: (id: string) => void;
  onConfirm: (note: string) => void;
  onCancel: () => void;
  children?: ReactNode;
}

/** Asks for one of a few choices and a note. A number chooses, Enter confirms, Escape goes back. */
export function ChoicePanel({
  title,
  help,
  choices,
  chosen,
  confirmLabel,
  hint,
  onChoose,
  onConfirm,
  onCancel,
  children,
}: ChoicePanelProps) {
  const [note, setNote] = useState('');
  const trap = usePanelFocus();
  const onKey = (event: KeyboardEvent) => {
    if (event.repeat || event.nativeEvent.isComposing) return;
    const inField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
    const onFinal = event.target instanceof HTMLButtonElement && event.target.dataset['final'] !== undefined;
    const choice = choices[Number(event.key) - 1];
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || (!onFinal && !(event.target instanceof HTMLTextAreaElement))))
      onConfirm(note);
    else if (!inField && choice && !event.ctrlKey && !event.metaKey && !event.altKey) onChoose(choice.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={trap} className={decision.panel} role="dialog" aria-label={title} onKeyDown={onKey}>
      <h2>{title}</h2>
      <p className={styles.help}>{help}</p>
      {choices.length > 0 && (
        <div className={styles.choices} role="radiogroup" aria-label={title}>
          {choices.map((choice, index) => (
            <UnstyledButton
              key={choice.id}
              role="radio"
              aria-checked={choice.id === chosen}
              className={styles.choice}
              onClick={() => onChoose(choice.id)}
              {...(index === 0 && { 'data-autofocus': true })}
            >
              {index < 9 && <Keycap keys={[String(index + 1)]} />}
              {choice.label}
              {choice.detail && <span className={`${styles.when} num`}>{choice.detail}</span>}
            </UnstyledButton>
          ))}
        </div>
      )}
      {children}
      <label className={decision.note}>
        {words.desk.aside.note}
        <textarea value={note} maxLength={1000} onChange={(event) => setNote(event.target.value)} />
      </label>
      {hint && (
        <p className={decision.hint} role="alert">
          {hint}
        </p>
      )}
      <div className={decision.actions}>
        <UnstyledButton className={decision.confirm} data-verdict="aside" data-final="" onClick={() => onConfirm(note)}>
          {confirmLabel} <Keycap keys={['Enter']} on />
        </UnstyledButton>
        <UnstyledButton className={decision.button} data-final="" onClick={onCancel}>
          {words.cancel} <Keycap keys={['Esc']} />
        </UnstyledButton>
      </div>
    </div>
  );
}
