// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of actions
import { UnstyledButton } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';
import { BackIcon, CheckIcon, CrossIcon, SkipIcon } from '../frame/icons.tsx';
import { ariaKeys, Keycap } from '../frame/keycap.tsx';
import type { Bindings } from '../keys/bindings.ts';
import { type Chord, capsOf } from '../keys/chords.ts';
import { words } from '../words/words.ts';
import styles from './decision.module.css';
import type { Command } from './keys.ts';

interface DecisionBarProps {
  bindings: Bindings | null;
  isEdited: boolean;
  /** Errors are open and the person was told: the next press approves all the same. */
  isWarned: boolean;
  disabled: boolean;
  /** Why it cannot be returned; null when it can. */
  returnRefusal: string | null;
  onCommand: (command: Command) => void;
}

export function DecisionBar({ bindings, isEdited, isWarned, disabled, returnRefusal, onCommand }: DecisionBarProps) {
  const say = words.review;
  const button = (command: Command, label: string, icon: ReactNode, chords: Chord[], refusal: string | null = null) => (
    <UnstyledButton
      className={styles.button}
      data-command={command}
      disabled={disabled || refusal !== null}
      {...(refusal && { title: refusal })}
      {...(chords.length > 0 && { 'aria-keyshortcuts': chords.map((chord) => ariaKeys(capsOf(chord))).join(' ') })}
      onClick={(event: MouseEvent) => {
        // The second click of a double click would fall on the next item.
        if (event.detail <= 1) onCommand(command);
      }}
    >
      {icon}
      <span className={styles.label}>{label}</span>
      {chords[0] && <Keycap keys={capsOf(chords[0])} on={command === 'approve'} />}
    </UnstyledButton>
  );
  const [approve = [], confirm = []] = [bindings?.approve.slice(0, 1), bindings?.confirm.slice(0, 1)];
  const label = isWarned ? words.desk.flags.approveAnyway : isEdited ? say.approveEdits : say.approve;
  return (
    <div
      className={styles.bar}
      role="group"
      aria-label={say.decision}
      data-edited={isEdited || undefined}
      data-warned={isWarned || undefined}
    >
      {button('approve', label, <CheckIcon />, isEdited ? [...confirm, ...approve] : [...approve, ...confirm])}
      {button('reject', say.reject, <CrossIcon />, bindings?.reject ?? [])}
      {button('return', say.return, <BackIcon />, bindings?.return ?? [], returnRefusal)}
      {button('skip', say.skip, <SkipIcon />, bindings?.skip ?? [])}
    </div>
  );
}
