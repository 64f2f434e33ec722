// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a group of actions
import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { CheckIcon, SearchIcon } from '../frame/icons.tsx';
import { ariaKeys, Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import styles from './bar.module.css';
import { sortSet } from './card.ts';
import { type GridView, largestSet } from './frozen-set.ts';
import grid from './grid.module.css';
import type { Look } from './use-layout.ts';

interface GridBarProps {
  view: GridView;
  look: Look;
  complaint: string | null;
  isFinding: boolean;
  waiting: number;
  name: string;
  onLook: (look: Look) => void;
  onFind: () => void;
  onHelp: () => void;
  onConfirm: () => void;
  onMore: () => void;
}

export function GridBar({ view, look, complaint, isFinding, waiting, name, onLook, onFind, onHelp, onConfirm, onMore }: GridBarProps) {
  const say = words.grid;
  const { approve, exceptions, withErrors } = sortSet(view.cards);
  const isBusy = view.sending !== 'no';
  const hasMore = view.cards.length < largestSet && waiting > view.cards.length;
  return (
    <div className={styles.bar} role="group" aria-label={words.review.decision}>
      <p className={styles.barText} role="status">
        <strong className="num">{say.shown(view.cards.length)}</strong>
        <span className={grid.dim}>{complaint ?? say.left(exceptions.length, withErrors.length)}</span>
      </p>
      <span className={styles.keys} aria-hidden="true">
        <Keycap keys={['J', 'K']} /> {say.keys.move} <Keycap keys={['X']} /> {say.keys.except} <Keycap keys={['E']} /> {say.keys.edit}
      </span>
      <UnstyledButton className={styles.help} aria-keyshortcuts="?" aria-label={say.allKeys} title={say.allKeys} onClick={onHelp}>
        <Keycap keys={['?']} />
      </UnstyledButton>
      <SegmentedControl
        size="xs"
        className={styles.looks!}
        aria-label={say.look}
        value={look}
        onChange={(value) => onLook(value as Look)}
        data={(['cards', 'rows'] as const).map((value) => ({ value, label: say.looks[value] }))}
      />
      {hasMore && (
        <UnstyledButton className={styles.barButton} disabled={isBusy} onClick={onMore}>
          {say.loadMore}
        </UnstyledButton>
      )}
      {approve.length === 0 && (
        <Link to="/review/$checkpoint" params={{ checkpoint: name }} className={styles.barButton}>
          {say.oneByOne}
        </Link>
      )}
      <UnstyledButton className={styles.barButton} aria-pressed={isFinding} aria-keyshortcuts="f" onClick={onFind}>
        <SearchIcon /> <span className={styles.barLabel}>{say.similar}</span> <Keycap keys={['F']} />
      </UnstyledButton>
      <UnstyledButton
        className={styles.approve}
        data-command="confirm"
        disabled={isBusy || approve.length === 0}
        aria-keyshortcuts={ariaKeys(['Mod', 'Enter'])}
        onClick={onConfirm}
      >
        <CheckIcon /> {isBusy ? say.sending : say.approve(approve.length)} <Keycap keys={['Mod', 'Enter']} on />
      </UnstyledButton>
    </div>
  );
}
