import type { Reason } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import styles from './decision.module.css';
import { usePanelFocus } from './use-panel-focus.ts';
import { pauseEnter } from './use-review-keys.ts';

interface ReasonPanelProps {
  verdict: 'reject' | 'return';
  reasons: Reason[];
  /** What else to know before deciding. */
  about: string | null;
  onCancel: () => void;
  onDecide: (reasons: string[], note: string) => void;
}

/** Asks why. A number decides with that reason; with Shift it only marks it, for several. Enter or Ctrl+Enter decides, Escape goes back. */
export function ReasonPanel({ verdict, reasons, about, onCancel, onDecide }: ReasonPanelProps) {
  const [chosen, setChosen] = useState<string[]>([]);
  const [note, setNote] = useState('');
  const [hint, setHint] = useState<string | null>(null);
  const trap = usePanelFocus();
  const say = words.review;
  const needsNote = reasons.length === 0 && verdict === 'return';

  const toggle = (code: string) => {
    setHint(null);
    setChosen((now) => (now.includes(code) ? now.filter((each) => each !== code) : [...now, code]));
  };
  const confirm = () => {
    if (needsNote && note.trim() === '') return setHint(say.writeNote);
    if (reasons.length > 0 && chosen.length === 0 && note.trim() === '') return setHint(say.pickReason);
    onDecide(chosen, note.trim());
  };
  const pick = (code: string, isOneOfMany: boolean) => {
    if (isOneOfMany) return toggle(code);
    pauseEnter();
    onDecide([...chosen.filter((each) => each !== code), code], note.trim());
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.repeat || event.nativeEvent.isComposing) return;
    const inNote = event.target instanceof HTMLTextAreaElement;
    const onButton = event.target instanceof HTMLButtonElement && event.target.dataset['final'] !== undefined;
    const reason = reasons[digitOf(event) - 1];
    if (event.key === 'Escape') onCancel();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || (!inNote && !onButton))) confirm();
    else if (!inNote && reason && !event.ctrlKey && !event.metaKey && !event.altKey) pick(reason.code, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={trap}
      className={styles.panel}
      role="dialog"
      aria-label={verdict === 'reject' ? say.why_rejected : say.why_returned}
      onKeyDown={onKey}
    >
      <h2>{verdict === 'reject' ? say.why_rejected : say.why_returned}</h2>
      {about && <p className={styles.about}>{about}</p>}
      {reasons.length > 0 && (
        <div className={styles.reasons}>
          {reasons.map((reason, index) => (
            <UnstyledButton
              key={reason.code}
              role="checkbox"
              aria-checked={chosen.includes(reason.code)}
              className={styles.reason}
              onClick={() => toggle(reason.code)}
              {...(index === 0 && { 'data-autofocus': true })}
            >
              {index < 9 && <Keycap keys={[String(index + 1)]} />}
              {reason.label}
            </UnstyledButton>
          ))}
        </div>
      )}
      <label className={styles.note}>
        {needsNote ? say.noteForMaker : say.noteOptional}
        <textarea
          value={note}
          onChange={(event) => setNote(event.target.value)}
          maxLength={10_000}
          {...(reasons.length === 0 && { 'data-autofocus': true })}
        />
      </label>
      {reasons.length > 0 && <p className={styles.tip}>{words.desk.keys.severalReasons}</p>}
      {hint && (
        <p className={styles.hint} role="alert">
          {hint}
        </p>
      )}
      <div className={styles.actions}>
        <UnstyledButton className={styles.confirm} data-verdict={verdict} data-final="" onClick={confirm}>
          {verdict === 'reject' ? say.reject : say.return}
          <Keycap keys={reasons.length > 0 ? ['Enter'] : ['Mod', 'Enter']} on />
        </UnstyledButton>
        <UnstyledButton className={styles.button} data-final="" onClick={onCancel}>
          {words.cancel} <Keycap keys={['Esc']} />
        </UnstyledButton>
      </div>
    </div>
  );
}

/** 1 to 9, also with Shift held, when the key says another character. */
function digitOf({ key, code }: KeyboardEvent): number {
  return Number(/^[1-9]$/.test(key) ? key : (/^Digit([1-9])$/.exec(code)?.[1] ?? 0));
}
