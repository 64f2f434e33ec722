// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of actions
import { UnstyledButton } from '@mantine/core';
import type { MouseEvent, ReactNode } from 'react';
import { BackIcon, CheckIcon, CrossIcon, SkipIcon } from '../frame/icons.tsx';
import { ariaKeys, Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import styles from './decision.module.css';
import type { Command } from './keys.ts';

interface DecisionBarProps {
  isEdited: boolean;
  disabled: boolean;
  onCommand: (command: Command) => void;
}

export function DecisionBar({ isEdited, disabled, onCommand }: DecisionBarProps) {
  const say = words.review;
  const button = (command: Command, label: string, icon: ReactNode, keys: string[], also?: string[]) => (
    <UnstyledButton
      className={styles.button}
      data-command={command}
      disabled={disabled}
      aria-keyshortcuts={[keys, ...(also ? [also] : [])].map(ariaKeys).join(' ')}
      onClick={(event: MouseEvent) => {
        // The second click of a double click would fall on the next item.
        if (event.detail <= 1) onCommand(command);
      }}
    >
      {icon}
      <span className={styles.label}>{label}</span>
      <Keycap keys={keys} on={command === 'approve'} />
    </UnstyledButton>
  );
  return (
    <div className={styles.bar} role="group" aria-label={say.decision} data-edited={isEdited || undefined}>
      {isEdited
        ? button('approve', say.approveEdits, <CheckIcon />, ['Mod', 'Enter'], ['a'])
        : button('approve', say.approve, <CheckIcon />, ['A'], ['Mod', 'Enter'])}
      {button('reject', say.reject, <CrossIcon />, ['R'])}
      {button('return', say.return, <BackIcon />, ['B'])}
      {button('skip', say.skip, <SkipIcon />, ['S'])}
    </div>
  );
}
