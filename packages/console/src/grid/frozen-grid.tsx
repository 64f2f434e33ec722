import type { Json, ListedCheckpoint } from '@countersign/contract';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { placeOf } from '../review/keys.ts';
import { words } from '../words/words.ts';
import { type Card, sortSet } from './card.ts';
import type { CardActions } from './card-view.tsx';
import { Cards } from './cards.tsx';
import type { FrozenSet, GridView } from './frozen-set.ts';
import styles from './grid.module.css';
import { GridBar } from './grid-bar.tsx';
import { type GridCommand, moveCursor } from './grid-keys.ts';
import { isSimilar, type Wanted, wantsNothing } from './one-edit.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { useColumns, useLook } from './use-layout.ts';

const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx').then((module) => ({ default: module.ConfirmDialog })));
const CheatSheet = lazy(() => import('../review/cheat-sheet.tsx').then((module) => ({ default: module.CheatSheet })));
const SimilarPanel = lazy(() => import('./similar-panel.tsx').then((module) => ({ default: module.SimilarPanel })));

interface FrozenGridProps {
  set: FrozenSet;
  view: GridView;
  name: string;
  checkpoint: ListedCheckpoint | undefined;
}

const editorOpens = 300;
/** What waits until the set that was confirmed has reached the server: it went out as it was. */
const changesTheSet = new Set<GridCommand['kind']>(['confirm', 'except', 'edit', 'undo', 'similar']);
const nothing: Wanted = { rule: '', phrase: '', model: '' };

/** The set as it was shown: cards, the cursor among them, and what can be done with all. */
export function FrozenGrid({ set, view, name, checkpoint }: FrozenGridProps) {
  const [cursor, setCursor] = useState(0);
  const [editing, setEditing] = useState<string | null>(null);
  const [facts, setFacts] = useState<ReadonlySet<string>>(new Set());
  const [isConfirming, setConfirming] = useState(false);
  const [showsHelp, setShowsHelp] = useState(false);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [onlySimilar, setOnlySimilar] = useState(false);
  const [look, setLook] = useLook();
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const columns = useColumns(place, look);
  const faulty = useRef(new Set<string>());
  const [complaint, setComplaint] = useState<string | null>(null);
  const isSending = view.sending !== 'no';

  const selected = useMemo(() => {
    const similar = view.cards.filter((card) => wanted && isSimilar(card, wanted) !== toggled.has(card.item.id));
    return new Set(similar.map((card) => card.item.id));
  }, [view.cards, wanted, toggled]);
  const isFiltered = onlySimilar && wanted !== null && !wantsNothing(wanted);
  const cards = useMemo(
    () => (isFiltered ? view.cards.filter((card) => selected.has(card.item.id) || toggled.has(card.item.id)) : view.cards),
    [view.cards, isFiltered, selected, toggled],
  );
  const index = Math.min(cursor, cards.length - 1);
  const current = cards[index];

  const edit = useCallback((itemId: string, output: Json) => set.edit(itemId, output), [set]);
  const actions = useMemo<CardActions>(
    () => ({
      point: setCursor,
      except: (itemId) => set.setException([itemId], 'other'),
      edit: setEditing,
      select: (itemId) => setToggled((now) => toggle(now, itemId)),
      restore: (card: Card) => set.edit(card.item.id, card.item.output),
      setFaulty: (itemId, isFaulty) => void (isFaulty ? faulty.current.add(itemId) : faulty.current.delete(itemId)),
    }),
    [set],
  );

  const openConfirm = () => {
    if (isSending) return;
    const bad = sortSet(view.cards).approve.find((card) => faulty.current.has(card.item.id));
    if (bad) {
      setCursor(Math.max(0, cards.indexOf(bad)));
      setEditing(bad.item.id);
      setComplaint(words.grid.fixFirst);
      return;
    }
    setComplaint(null);
    setEditing(null);
    setConfirming(true);
  };
  const openedAt = useRef(0);
  useEffect(() => {
    openedAt.current = performance.now();
  }, [editing]);
  const isOpening = () => performance.now() - openedAt.current < editorOpens && placeOf(document.activeElement) !== 'text';
  const run = (command: GridCommand): boolean => {
    set.sign();
    // What is typed before the editor has the focus is meant for the text, not for the grid.
    if (editing && command.kind !== 'leave' && isOpening()) return true;
    if (command.kind === 'move') setCursor(moveCursor(index, command.by, cards.length, columns));
    else if (isSending && changesTheSet.has(command.kind)) return false;
    else if (command.kind === 'confirm') openConfirm();
    else if (command.kind === 'leave') {
      setEditing(null);
      focusCard(current?.item.id);
    } else if (command.kind === 'undo') void set.undo();
    else if (command.kind === 'help') setShowsHelp(true);
    else if (command.kind === 'similar') setWanted((now) => (now ? null : nothing));
    else if (!current) return false;
    else if (command.kind === 'except' && !current.isLost) actions.except(current.item.id);
    else if (command.kind === 'edit' && !current.isLost) setEditing(current.item.id);
    else if (command.kind === 'select' && wanted) actions.select(current.item.id);
    else if (command.kind === 'facts') setFacts((now) => toggle(now, current.item.id));
    else return false;
    return true;
  };
  useGridKeys(run, placeOf);

  return (
    <>
      <div className={styles.columns} data-panel={wanted !== null || undefined}>
        <div>
          <header className={styles.top}>
            <h1>{checkpoint?.title ?? name}</h1>
            <p className={styles.dim}>{words.grid.intro}</p>
          </header>
          <div ref={setPlace}>
            {place && (
              <Cards
                cards={cards}
                columns={columns}
                cursor={index}
                editing={editing}
                facts={facts}
                selected={selected}
                isLocked={isSending}
                isSelecting={wanted !== null && !wantsNothing(wanted)}
                checkpoint={checkpoint}
                actions={actions}
                onEdit={edit}
              />
            )}
          </div>
        </div>
        {wanted && !isSending && (
          <Suspense>
            <SimilarPanel
              set={set}
              view={view}
              name={name}
              wanted={wanted}
              selected={selected}
              only={onlySimilar}
              onWant={(next) => {
                setWanted(next);
                setToggled(new Set());
              }}
              onOnly={setOnlySimilar}
              onClose={() => setWanted(null)}
            />
          </Suspense>
        )}
      </div>
      <GridBar
        view={view}
        look={look}
        complaint={complaint}
        isFinding={wanted !== null}
        onLook={setLook}
        onHelp={() => setShowsHelp(true)}
        onFind={() => run({ kind: 'similar' })}
        onConfirm={openConfirm}
        onMore={() => void set.fill()}
        waiting={checkpoint?.counts.waiting ?? 0}
        name={name}
      />
      {showsHelp && (
        <Suspense>
          <CheatSheet begins="grid" onClose={() => setShowsHelp(false)} />
        </Suspense>
      )}
      {isConfirming && (
        <Suspense>
          <ConfirmDialog
            view={view}
            onExcept={actions.except}
            onCancel={() => setConfirming(false)}
            onConfirm={() => {
              setConfirming(false);
              setCursor(0);
              scrollTo({ top: 0 });
              void set.confirm();
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function toggle(now: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(now);
  if (!next.delete(id)) next.add(id);
  return next;
}

function focusCard(itemId: string | undefined): void {
  if (itemId) document.querySelector<HTMLElement>(`[data-card="${CSS.escape(itemId)}"]`)?.focus({ preventScroll: true });
}
