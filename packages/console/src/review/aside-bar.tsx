// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of actions
import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { ClockIcon, LinkIcon, PersonIcon, SpeechIcon } from '../frame/icons.tsx';
import { ariaKeys, Keycap } from '../frame/keycap.tsx';
import type { Bindings } from '../keys/bindings.ts';
import { capsOf } from '../keys/chords.ts';
import { words } from '../words/words.ts';
import styles from './aside.module.css';
import type { Command } from './keys.ts';

const say = words.desk.aside;

interface AsideBarProps {
  bindings: Bindings | null;
  disabled: boolean;
  linkCopied: boolean;
  onCommand: (command: Command) => void;
}

/** What can be done with an item other than deciding on it. */
export function AsideBar({ bindings, disabled, linkCopied, onCommand }: AsideBarProps) {
  const button = (command: 'hold' | 'assign' | 'ask' | 'copyLink', label: string, icon: ReactNode) => {
    const [chord] = bindings?.[command] ?? [];
    return (
      <UnstyledButton
        className={styles.act}
        data-command={command}
        disabled={disabled && command !== 'copyLink'}
        {...(chord && { 'aria-keyshortcuts': ariaKeys(capsOf(chord)) })}
        onClick={() => onCommand(command)}
      >
        {icon}
        <span>{label}</span>
        {chord && <Keycap keys={capsOf(chord)} />}
      </UnstyledButton>
    );
  };
  return (
    <div className={styles.bar} role="group" aria-label={say.group}>
      {button('hold', say.hold, <ClockIcon />)}
      {button('assign', say.assign, <PersonIcon />)}
      {button('ask', say.ask, <SpeechIcon />)}
      {button('copyLink', linkCopied ? say.linkCopied : say.copyLink, <LinkIcon />)}
      <span className="visually-hidden" aria-live="polite">
        {linkCopied && say.linkCopied}
      </span>
    </div>
  );
}
