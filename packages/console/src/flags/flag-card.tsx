import type { Flag } from '@countersign/contract';
import { CloseButton, UnstyledButton } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, type Ref, useState } from 'react';
import { Keycap } from '../frame/keycap.tsx';
import { type Chord, capsOf } from '../keys/chords.ts';
import { words } from '../words/words.ts';
import type { FlagBoard } from './flag-board.ts';
import styles from './flag-card.module.css';
import { FlagOwnerActs } from './flag-owner-acts.tsx';
import { messageOf } from './flag-words.ts';

const say = words.desk.flags;

export interface FlagCardProps {
  flag: Flag;
  quote: string;
  position: string;
  board: FlagBoard;
  checkpoint: string;
  isOwner: boolean;
  keys: { fix: Chord | undefined; dismiss: Chord | undefined };
  onClose: () => void;
  ref: Ref<HTMLDivElement>;
}

/** One flag: what it says, what could stand there instead, and what can be done about it. */
export function FlagCard({ flag, quote, position, board, checkpoint, isOwner, keys, onClose, ref }: FlagCardProps) {
  const [asksWhy, setAsksWhy] = useState(false);
  const alike = board.fixable(flag.kind);
  const onKey = (event: KeyboardEvent) => {
    const inField = event.target instanceof HTMLInputElement;
    const number = Number(event.key);
    if (event.key === 'Escape') onClose();
    else if (
      !inField &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey &&
      !event.repeat &&
      number >= 1 &&
      flag.replacements[number - 1] !== undefined
    )
      board.accept(flag.id, number - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={ref}
      className={styles.card}
      role="dialog"
      data-flag-card=""
      aria-label={position}
      data-level={flag.level}
      tabIndex={-1}
      onKeyDown={onKey}
    >
      <p className={styles.cardHead}>
        <strong data-level={flag.level}>
          {say.level[flag.level]} · {say.kind[flag.kind]}
        </strong>
        <span className="num">{position}</span>
        <CloseButton size="xs" aria-label={words.close} onClick={onClose} />
      </p>
      <p className={styles.cardText} dir="auto">
        {messageOf(flag)}
      </p>
      {flag.source.evidence && !messageOf(flag).includes(flag.source.evidence) && (
        <p className={styles.evidence} dir="auto">
          <span>{say.source}</span> {flag.source.evidence}
        </p>
      )}
      {flag.replacements.length > 0 && (
        <ul className={styles.fixes}>
          {flag.replacements.slice(0, 9).map((text, index) => (
            <li key={text}>
              <UnstyledButton className={styles.fix} onClick={() => board.accept(flag.id, index)}>
                <Keycap keys={[String(index + 1)]} />
                <span dir="auto" aria-hidden="true">
                  {text === '' ? say.takeOut : text}
                </span>
                <span className="visually-hidden">{say.accept(text)}</span>
                {index === 0 && keys.fix && <Keycap keys={capsOf(keys.fix)} />}
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
      {asksWhy ? (
        <DismissForm onDismiss={(reason) => board.dismiss(flag.id, reason)} />
      ) : (
        <div className={styles.cardActs}>
          <UnstyledButton className={styles.plain} onClick={() => board.dismiss(flag.id)}>
            <span aria-hidden="true">{say.dismiss}</span>
            <span className="visually-hidden">{say.dismissThis(quote)}</span>
            {keys.dismiss && <Keycap keys={capsOf(keys.dismiss)} />}
          </UnstyledButton>
          <UnstyledButton className={styles.plain} onClick={() => setAsksWhy(true)}>
            {say.withReason}
          </UnstyledButton>
          {alike.length > 1 && flag.replacements.length > 0 && (
            <UnstyledButton className={styles.plain} onClick={() => board.acceptAll(flag.kind)}>
              {say.acceptAll(alike.length, say.kind[flag.kind])}
            </UnstyledButton>
          )}
        </div>
      )}
      {isOwner && <FlagOwnerActs key={flag.id} flag={flag} quote={quote} board={board} checkpoint={checkpoint} />}
    </div>
  );
}

function DismissForm({ onDismiss }: { onDismiss: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDismiss(reason);
  };
  return (
    <form className={styles.why} onSubmit={submit}>
      <label>
        {say.reason}
        <input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} ref={(input) => input?.focus()} />
      </label>
      <UnstyledButton type="submit" className={styles.plain}>
        {say.dismiss}
      </UnstyledButton>
    </form>
  );
}
