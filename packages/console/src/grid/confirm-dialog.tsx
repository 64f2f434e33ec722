// biome-ignore-all lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key
// biome-ignore-all lint/a11y/useSemanticElements: a fieldset is for forms; this is a part to read
import { Button, CloseButton, Modal } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { Keycap } from '../frame/keycap.tsx';
import { words } from '../words/words.ts';
import { type Card, isEdited, sortSet } from './card.ts';
import styles from './confirm.module.css';
import type { GridView } from './frozen-set.ts';
import grid from './grid.module.css';
import { findOutliers } from './outliers.ts';
import { OutputView } from './output-view.tsx';

interface ConfirmDialogProps {
  view: GridView;
  onExcept: (itemId: string) => void;
  onCancel: () => void;
  onConfirm: () => void;
}

const restMs = 400;

/** How many go out, which stand out from the rest, and which stay. The keys that opened it do not confirm it. */
export function ConfirmDialog({ view, onExcept, onCancel, onConfirm }: ConfirmDialogProps) {
  const say = words.grid.confirm;
  const { approve, exceptions, withErrors, lost } = sortSet(view.cards);
  const edited = approve.filter(isEdited).length;
  const unchecked = approve.filter((card) => card.flags === null && card.item.flags === null).length;
  // As the set was when the dialog opened: what is left out here stays in its place.
  const first = useRef(approve);
  const outliers = useMemo(() => findOutliers(first.current), []);
  const openedAt = useRef(0);
  useEffect(() => {
    openedAt.current = performance.now();
  }, []);
  const confirm = () => {
    if (approve.length > 0 && performance.now() - openedAt.current > restMs) onConfirm();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
    event.preventDefault();
    event.stopPropagation();
    confirm();
  };
  const now = (card: Card) => view.cards.find((each) => each.item.id === card.item.id) ?? card;
  return (
    <Modal.Root opened onClose={onCancel} onKeyDown={onKey} size="xl" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Body>
          <div className={styles.dialogHead}>
            <Modal.Title>{approve.length > 0 ? say.title(approve.length) : say.nothing}</Modal.Title>
            <CloseButton aria-label={words.close} onClick={onCancel} />
          </div>
          <p>{approve.length > 0 && say.what(approve.length - edited, edited)}</p>
          {unchecked > 0 && <p className={grid.dim}>{say.unchecked(unchecked)}</p>}
          {outliers.length > 0 && (
            <section className={styles.part} aria-label={say.outliers}>
              <h3>{say.outliers}</h3>
              <p className={grid.dim}>{say.outliersHelp}</p>
              <ul className={styles.outliers}>
                {outliers.map(({ card, oddities }) => (
                  <li key={card.item.id} data-out={now(card).isException || undefined}>
                    <div className={styles.outlierHead}>
                      <strong>{card.item.label}</strong>
                      {oddities.map((oddity) => (
                        <span key={oddity} className={grid.badge} data-tone="violet">
                          {say.oddity[oddity]}
                          {oddity === 'unsure' && card.item.confidence !== null && ` (${words.share(card.item.confidence)})`}
                        </span>
                      ))}
                      <Button
                        size="compact-xs"
                        variant="default"
                        aria-pressed={now(card).isException}
                        onClick={() => onExcept(card.item.id)}
                      >
                        {now(card).isException ? words.grid.putBack : words.grid.leaveOut}
                      </Button>
                    </div>
                    <div className={grid.excerpt} tabIndex={0} role="group" aria-label={card.item.label}>
                      <OutputView value={card.output} flags={card.flags ?? []} />
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {withErrors.length + exceptions.length + lost.length > 0 && (
            <section className={styles.part} aria-label={say.leftOut}>
              <h3>{say.leftOut}</h3>
              <p className={grid.dim}>{say.stay}</p>
              <LeftOut title={say.withErrors(withErrors.length)} cards={withErrors} />
              <LeftOut title={say.exceptions(exceptions.length)} cards={exceptions} />
              <LeftOut title={say.lost(lost.length)} cards={lost} />
            </section>
          )}
          <div className={styles.actions}>
            <Button variant="default" onClick={onCancel}>
              {words.cancel}&nbsp;
              <Keycap keys={['Esc']} />
            </Button>
            <Button disabled={approve.length === 0} onClick={confirm} data-autofocus>
              {say.yes(approve.length)}&nbsp;
              <Keycap keys={['Mod', 'Enter']} on />
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function LeftOut({ title, cards }: { title: string; cards: Card[] }) {
  if (cards.length === 0) return null;
  return (
    <details open={cards.length <= 8}>
      <summary>{title}</summary>
      <ul className={styles.leftOut}>
        {cards.map((card) => (
          <li key={card.item.id}>
            <strong>{card.item.label}</strong>{' '}
            <span className={grid.dim}>{card.flags?.find((flag) => flag.level === 'error')?.message}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
