import type { Checkpoint, Item } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { checkpointsQuery, meQuery } from '../api/queries.ts';
import { ChangesFormContext } from '../draft/changes-form.ts';
import type { ChangesForm } from '../draft/changes-view.tsx';
import { type FactFlags, FactFlagsContext } from '../facts/fact-flags.ts';
import { FlagList } from '../flags/flag-list.tsx';
import { FlagPopover } from '../flags/flag-popover.tsx';
import { FlagsContext } from '../flags/flags-context.ts';
import { boardOf, useFlags } from '../flags/my-board.ts';
import { runFlagCommand } from '../flags/run-flag-command.ts';
import { useBindings } from '../keys/use-bindings.ts';
import { savePreferences, usePreferences } from '../preferences/preferences.ts';
import { focusComposer } from '../thread/composer.tsx';
import { Thread } from '../thread/thread.tsx';
import { words } from '../words/words.ts';
import { AsideBar } from './aside-bar.tsx';
import { DecisionBar } from './decision-bar.tsx';
import type { Desk } from './desk.ts';
import type { DeskView, Held, Scope } from './desk-view.ts';
import { DraftRegion } from './draft-region.tsx';
import { FactsRegion } from './facts-region.tsx';
import type { Command } from './keys.ts';
import { LostNotice } from './lost-notice.tsx';
import { OpenErrors } from './open-errors.tsx';
import { type Question, QuestionPanel } from './question-panel.tsx';
import { RefusedRegion } from './refused-region.tsx';
import styles from './review.module.css';
import { SwipeLayer } from './swipe-layer.tsx';
import { useCopiedLink } from './use-copied-link.ts';
import { useDraft } from './use-draft.ts';
import { useGuard } from './use-guard.ts';
import { usePainted } from './use-painted.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { WhyRegion } from './why-region.tsx';

const CheatSheet = lazy(() => import('./cheat-sheet.tsx').then((module) => ({ default: module.CheatSheet })));

interface WorkbenchProps {
  desk: Desk;
  view: DeskView;
  held: Held;
  scope: Scope;
}

/** One item in hand: its facts, its draft with its flags, why it is here, and what can be decided. */
export function Workbench({ desk, view, held, scope }: WorkbenchProps) {
  const { item } = held.claim;
  const { data: checkpoints } = useQuery(checkpointsQuery);
  const isOwner = useQuery(meQuery).data?.role === 'owner';
  const checkpoint = checkpoints?.find((each) => each.name === item.checkpoint);
  const draft = useDraft(desk, held, checkpoint);
  const board = boardOf(desk);
  const flags = useFlags(board);
  const bindings = useBindings();
  const guard = useGuard(item.id, held.output);
  const [linkCopied, copyLink] = useCopiedLink(item.id);
  const [changesForm, toggleChanges] = useChangesForm();
  const bench = useRef<HTMLDivElement>(null);
  const isPainted = usePainted(item.id, bench);
  const [asking, setAsking] = useState<{ question: Question; itemId: string } | null>(null);
  const [showsHelp, setShowsHelp] = useState(false);
  const draftRegion = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const returns = returnsOf(item, checkpoint);
  const question = asking?.itemId === item.id ? asking.question : null;

  const canDecide = () => isPainted() && !view.isUndoing && !held.lost;
  /** Puts the item out of hand. A single item was opened from its own page: there it goes on. */
  const part = (act: () => void) => {
    if (!canDecide()) return;
    act();
    setAsking(null);
    if (scope.item) void navigate({ to: '/items/$id', params: { id: scope.item } });
  };
  const approve = () => {
    if (!draft.check(draftRegion.current) || !guard.passes(flags.errors)) return;
    part(() => desk.decide(draft.isEdited ? 'edit' : 'approve'));
  };
  const leave = () => {
    (document.activeElement as HTMLElement | null)?.blur();
    board.select(null);
    guard.withdraw();
  };
  const run = (command: Command): boolean | null => {
    if (command === 'help') setShowsHelp(true);
    else if (command === 'undo') return null;
    else if (command === 'leave') leave();
    else if (command === 'edit') focusFirst(draftRegion.current);
    else if (command === 'copyLink') copyLink();
    else if (command === 'diff') toggleChanges();
    else if (command === 'ask') focusComposer();
    else if (command.startsWith('flag')) return held.lost ? false : runFlagCommand(board, command);
    else if (!canDecide() || question) return false;
    else if (command === 'return' && returns === 'used up') return false;
    else if (command === 'approve' || command === 'confirm') approve();
    else if (command === 'skip') part(() => desk.skip());
    else setAsking({ question: command as Question, itemId: item.id });
    return true;
  };
  useReviewKeys(run);

  useEffect(() => {
    scrollTo({ top: 0 });
    document.querySelectorAll(`.${styles.region}, .${styles.side}`).forEach((region) => {
      region.scrollTop = 0;
    });
  }, [item.id]);

  const factFlags = useMemo<FactFlags>(
    () => ({ flags: flags.flags, lit: flags.lit, point: (place) => board.lightFact(place), pick: (flag) => board.show(flag.id) }),
    [flags.flags, flags.lit, board],
  );

  return (
    <div className={styles.bench} data-item={item.id} ref={bench}>
      <p className="visually-hidden" aria-live="polite">
        {item.label}
      </p>
      <FactFlagsContext value={factFlags}>
        <FactsRegion item={item} />
      </FactFlagsContext>
      <FlagsContext value={board}>
        <ChangesFormContext value={changesForm}>
          <DraftRegion
            held={held}
            draft={draft}
            desk={desk}
            ref={draftRegion}
            popover={<FlagPopover board={board} view={flags} output={held.output} checkpoint={item.checkpoint} isOwner={isOwner} />}
          >
            {held.lost && <LostNotice held={held} lost={held.lost} desk={desk} />}
            {held.claim.refused && <RefusedRegion refused={held.claim.refused} checkpoint={item.checkpoint} answer={item.output} />}
          </DraftRegion>
        </ChangesFormContext>
      </FlagsContext>
      <aside className={styles.side}>
        {question ? (
          <QuestionPanel
            question={question}
            reasons={checkpoint?.reasons ?? []}
            returnNote={returns === 'last' ? words.desk.refused.toLead(item.returns) : null}
            onCancel={() => setAsking(null)}
            onDecide={(verdict, reasons, comment) => part(() => desk.decide(verdict, { reasons, comment }))}
            onHold={(until, note) => part(() => desk.hold(until, note))}
            onAssign={(personId, note) => part(() => desk.assign(personId, note))}
          />
        ) : (
          <>
            {guard.isWarned && flags.errors > 0 && <OpenErrors count={flags.errors} flags={flags.flags} output={held.output} />}
            <DecisionBar
              bindings={bindings}
              isEdited={draft.isEdited}
              isWarned={guard.isWarned && flags.errors > 0}
              disabled={Boolean(held.lost) || view.isUndoing}
              returnRefusal={returns === 'used up' ? words.desk.refused.usedUp : null}
              onCommand={run}
            />
          </>
        )}
        <WhyRegion
          held={held}
          isEdited={draft.isEdited}
          instructions={checkpoint?.instructions ?? ''}
          onHelp={() => setShowsHelp(true)}
          flags={<FlagList board={board} view={flags} output={held.output} />}
          thread={<Thread itemId={item.id} />}
          aside={<AsideBar bindings={bindings} disabled={Boolean(held.lost) || view.isUndoing} linkCopied={linkCopied} onCommand={run} />}
        />
      </aside>
      <SwipeLayer region={draftRegion} itemId={item.id} onSwipe={run} />
      {showsHelp && (
        <Suspense>
          <CheatSheet onClose={() => setShowsHelp(false)} />
        </Suspense>
      )}
      {view.isUndoing && (
        <p className={styles.veil} role="status">
          {words.review.undoing}
        </p>
      )}
    </div>
  );
}

/** Whether a return goes back to the maker, to a lead, or is no more possible. */
function returnsOf({ returns }: Item, checkpoint: Pick<Checkpoint, 'maxReturns'> | undefined): 'left' | 'last' | 'used up' {
  if (!checkpoint || returns < checkpoint.maxReturns) return 'left';
  return returns === checkpoint.maxReturns ? 'last' : 'used up';
}

/** Puts the cursor at the end of the first field, where a person goes on writing. */
function focusFirst(region: HTMLElement | null): void {
  const target = region?.querySelector<HTMLElement>('.cm-content, input, select, textarea');
  target?.focus();
}

function useChangesForm(): [ChangesForm, () => void] {
  const preferences = usePreferences();
  const [chosen, setChosen] = useState<ChangesForm | null>(null);
  const form = chosen ?? (preferences?.['changes'] === 'side-by-side' ? 'side-by-side' : 'inline');
  const toggle = () => {
    const next = form === 'inline' ? 'side-by-side' : 'inline';
    setChosen(next);
    void savePreferences({ changes: next }).catch(() => undefined); // the choice holds on this page all the same
  };
  return [form, toggle];
}
