import type { Flag, ListedCheckpoint } from '@countersign/contract';
import { memo } from 'react';
import { FactsView } from '../facts/fact-view.tsx';
import { messageOf } from '../flags/flag-words.ts';
import { CheckIcon, CrossIcon, PenIcon, UndoIcon, WarnIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import { type Card, errorCount, isEdited } from './card.ts';
import { CardEditor } from './card-editor.tsx';
import styles from './grid.module.css';
import { OutputView } from './output-view.tsx';

export interface CardActions {
  point: (index: number) => void;
  except: (itemId: string) => void;
  edit: (itemId: string | null) => void;
  select: (itemId: string) => void;
  restore: (card: Card) => void;
  setFaulty: (itemId: string, isFaulty: boolean) => void;
}

interface CardViewProps {
  card: Card;
  index: number;
  isCurrent: boolean;
  isEditing: boolean;
  isSelected: boolean;
  isSelecting: boolean;
  /** The set is on its way to the server, as it was shown. */
  isLocked: boolean;
  showsFacts: boolean;
  checkpoint: ListedCheckpoint | undefined;
  actions: CardActions;
  onEdit: (itemId: string, output: Card['output']) => void;
}

/** One card: the whole output with its flags, and what the person did about it. */
export const CardView = memo(function CardView(props: CardViewProps) {
  const { card, index, isCurrent, isEditing, isSelected, isSelecting, isLocked, showsFacts, checkpoint, actions, onEdit } = props;
  const say = words.grid;
  const { item } = card;
  const state = stateOf(card);
  const label = [item.label, say.card(index + 1), words.grid.states[state]].join(', ');
  return (
    <article
      className={styles.card}
      data-card={item.id}
      data-state={state}
      data-current={isCurrent || undefined}
      data-selected={isSelected || undefined}
      tabIndex={isCurrent ? 0 : -1}
      aria-label={label}
      aria-keyshortcuts="x e"
      onMouseDown={() => actions.point(index)}
      onFocus={() => actions.point(index)}
    >
      <header className={styles.cardHead}>
        {isSelecting && (
          <input type="checkbox" checked={isSelected} aria-label={say.selectCard(item.label)} onChange={() => actions.select(item.id)} />
        )}
        <h2 title={item.key}>{item.label}</h2>
        <span className={styles.badges}>
          {isEdited(card) && (
            <span className={styles.badge} data-tone="amber">
              <PenIcon /> {say.edited}
            </span>
          )}
          {errorCount(card) > 0 && (
            <span className={styles.badge} data-tone="brick">
              <WarnIcon /> {say.errors(errorCount(card))}
            </span>
          )}
          {item.confidence !== null && <span className={`${styles.dim} num`}>{words.share(item.confidence)}</span>}
        </span>
      </header>
      {isEditing && !isLocked ? (
        <CardEditor card={card} checkpoint={checkpoint} onEdit={onEdit} onDone={() => actions.edit(null)} setFaulty={actions.setFaulty} />
      ) : (
        <div className={styles.output}>
          <OutputView value={card.output} flags={card.flags ?? []} />
        </div>
      )}
      {card.flags && card.flags.length > 0 && <FlagLines flags={card.flags} />}
      {card.leftOut && <p className={styles.reason}>{say.leftOutCodes[card.leftOut.code]}</p>}
      {card.isLost && !card.leftOut && <p className={styles.reason}>{say.lost}</p>}
      {showsFacts && (
        <section className={styles.facts} aria-label={words.review.facts}>
          <h3 className="eyebrow">{words.review.facts}</h3>
          <FactsView value={item.input} />
        </section>
      )}
      {!card.isLost && (
        <footer className={styles.cardFoot}>
          <button
            type="button"
            className={styles.small}
            disabled={isLocked}
            aria-pressed={card.isException}
            onClick={() => actions.except(item.id)}
          >
            {card.isException ? <CheckIcon /> : <CrossIcon />} {card.isException ? say.putBack : say.leaveOut}
          </button>
          <button
            type="button"
            className={styles.small}
            disabled={isLocked}
            aria-pressed={isEditing}
            onClick={() => actions.edit(isEditing ? null : item.id)}
          >
            <PenIcon /> {isEditing ? say.editDone : say.edit}
          </button>
          {isEdited(card) && (
            <button type="button" className={styles.small} disabled={isLocked} onClick={() => actions.restore(card)}>
              <UndoIcon /> {words.review.restore}
            </button>
          )}
        </footer>
      )}
    </article>
  );
});

function stateOf(card: Card): keyof typeof words.grid.states {
  if (card.isLost) return 'lost';
  if (card.isException) return 'exception';
  if (errorCount(card) > 0) return 'error';
  return isEdited(card) ? 'edited' : 'ready';
}

const mostLines = 3;

function FlagLines({ flags }: { flags: Flag[] }) {
  const order = { error: 0, warning: 1, info: 2 };
  const shown = flags.toSorted((a, b) => order[a.level] - order[b.level]).slice(0, mostLines);
  return (
    <ul className={styles.flags} aria-label={words.grid.flags}>
      {shown.map((flag) => (
        <li key={flag.id} data-level={flag.level}>
          <span className="visually-hidden">{words.grid.levels[flag.level]}: </span>
          {messageOf(flag)}
        </li>
      ))}
      {flags.length > mostLines && <li className={styles.dim}>{words.grid.moreFlags(flags.length - mostLines)}</li>}
    </ul>
  );
}
