import { UnstyledButton } from '@mantine/core';
import { useDeferredValue, useMemo } from 'react';
import { UndoIcon } from '../frame/icons.tsx';
import { words } from '../words/words.ts';
import styles from './draft.module.css';
import { type Hunk, hunksOf, type Piece, revertHunk, wordDiff } from './word-diff.ts';

export type ChangesForm = 'inline' | 'side-by-side';

interface ChangesViewProps {
  before: string;
  after: string;
  label?: string;
  form?: ChangesForm;
  /** One of many on the page, and no landmark of its own. */
  isPart?: boolean;
  /** With it, each change can be taken back by itself. */
  onRevert?: (text: string) => void;
}

/** What the person changed, struck and underlined as on paper. Nothing while the text is untouched. */
export function ChangesView({ before, after, label = words.review.changes, form = 'inline', isPart = false, onRevert }: ChangesViewProps) {
  const shown = useDeferredValue(after);
  const pieces = useMemo(() => (before === shown ? [] : wordDiff(before, shown)), [before, shown]);
  if (pieces.length === 0) return null;
  // A change is taken back in the very text that it was found in.
  const revert = onRevert && shown === after ? (hunk: Hunk) => onRevert(revertHunk(after, hunk)) : null;
  return (
    <section className={styles.changes} aria-label={label} data-form={form} {...(isPart && { role: 'group' })}>
      {form === 'inline' ? (
        <>
          <span className="eyebrow">{label}</span>
          <p dir="auto">
            <Pieces pieces={pieces} revert={revert} isShort />
          </p>
        </>
      ) : (
        <>
          <div>
            <span className="eyebrow">{words.desk.changes.before}</span>
            <p dir="auto">
              <Pieces pieces={pieces.filter((piece) => piece.kind !== 'new')} revert={null} />
            </p>
          </div>
          <div>
            <span className="eyebrow">{words.desk.changes.after}</span>
            <p dir="auto">
              <Pieces pieces={pieces} revert={revert} hidesGone />
            </p>
          </div>
        </>
      )}
    </section>
  );
}

interface PiecesProps {
  pieces: Piece[];
  revert: ((hunk: Hunk) => void) | null;
  isShort?: boolean;
  hidesGone?: boolean;
}

function Pieces({ pieces, revert, isShort = false, hidesGone = false }: PiecesProps) {
  const hunks = hunksOf(pieces);
  let change = 0;
  return pieces.map((piece, index) => {
    const key = `${index}${piece.kind}`;
    if (piece.kind === 'same')
      return <span key={key}>{isShort ? shorten(piece.text, index === 0, index === pieces.length - 1) : piece.text}</span>;
    const isLast = piece.kind === 'new' || pieces[index + 1]?.kind !== 'new';
    const hunk = isLast ? hunks[change++] : undefined;
    const button = revert && hunk ? <Revert hunk={hunk} revert={revert} /> : null;
    if (piece.kind === 'new')
      return (
        <span key={key}>
          <ins>
            <span className="visually-hidden">{words.desk.changes.fresh} </span>
            {piece.text}
          </ins>
          {button}
        </span>
      );
    return (
      <span key={key}>
        {!hidesGone && (
          <del>
            <span className="visually-hidden">{words.desk.changes.gone} </span>
            {piece.text}
          </del>
        )}
        {button}
      </span>
    );
  });
}

function Revert({ hunk, revert }: { hunk: Hunk; revert: (hunk: Hunk) => void }) {
  const label = words.desk.changes.revert(quote(hunk.gone), quote(hunk.fresh));
  return (
    <UnstyledButton className={styles.revert} aria-label={label} title={label} onClick={() => revert(hunk)}>
      <UndoIcon />
    </UnstyledButton>
  );
}

const quote = (text: string): string => {
  const trimmed = text.trim() || text;
  return trimmed.length > 40 ? `${trimmed.slice(0, 39).toWellFormed()}…` : trimmed;
};

const context = 60;

/** Long stretches without a change are cut down to the words beside the changes. */
function shorten(text: string, isFirst: boolean, isLast: boolean): string {
  if (text.length <= context * 2.5) return text;
  const head = isFirst ? '' : text.slice(0, text.indexOf(' ', context) + 1 || context);
  const tail = isLast ? '' : text.slice(text.lastIndexOf(' ', text.length - context));
  return `${head}…${tail}`;
}
