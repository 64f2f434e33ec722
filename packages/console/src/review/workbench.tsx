import type { Checkpoint, Item } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, memo, Suspense, useRef, useState } from 'react';
import { meQuery } from '../api/queries.ts';
import { useCheckpoint } from '../api/use-checkpoint.ts';
import { ChangesFormContext } from '../draft/changes-form.ts';
import { focusFirst } from '../draft/focus-first.ts';
import { FlagList } from '../flags/flag-list.tsx';
import { FlagPopover } from '../flags/flag-popover.tsx';
import { FlagsContext } from '../flags/flags-context.ts';
import { boardsOf } from '../flags/my-boards.ts';
import { runFlagCommand } from '../flags/run-flag-command.ts';
import { afterFrame } from '../frame/after-frame.ts';
import { useBindings } from '../keys/use-bindings.ts';
import { focusComposer } from '../thread/composer.tsx';
import { Thread } from '../thread/thread.tsx';
import { words } from '../words/words.ts';
import { AsideBar } from './aside-bar.tsx';
import type { Desk } from './desk.ts';
import type { Held, Scope } from './desk-view.ts';
import { DraftRegion } from './draft-region.tsx';
import { FactsRegion } from './facts-region.tsx';
import { GuardedBar } from './guarded-bar.tsx';
import type { Command } from './keys.ts';
import { LostNotice } from './lost-notice.tsx';
import { type Question, QuestionPanel } from './question-panel.tsx';
import { RefusedRegion } from './refused-region.tsx';
import styles from './review.module.css';
import { SwipeLayer } from './swipe-layer.tsx';
import { useChangesForm } from './use-changes-form.ts';
import { useCopiedLink } from './use-copied-link.ts';
import { useDraft } from './use-draft.ts';
import type { Gate } from './use-gate.ts';
import { useGuard } from './use-guard.ts';
import { useReviewKeys } from './use-review-keys.ts';
import { WhyRegion } from './why-region.tsx';

const CheatSheet = lazy(() => import('./cheat-sheet.tsx').then((module) => ({ default: module.CheatSheet })));

interface WorkbenchProps {
  desk: Desk;
  held: Held;
  scope: Scope;
  gate: Gate;
  isUndoing: boolean;
}

/** One item: its facts, its draft with its flags, why it is here, and what can be decided. */
export const Workbench = memo(function Workbench({ desk, held, scope, gate, isUndoing }: WorkbenchProps) {
  const { item } = held.claim;
  const checkpoint = useCheckpoint(item.checkpoint);
  const isOwner = useQuery(meQuery).data?.role === 'owner';
  const draft = useDraft(desk, held, checkpoint);
  const board = boardsOf(desk).of(held);
  const bindings = useBindings();
  const guard = useGuard(held.output);
  const [linkCopied, copyLink] = useCopiedLink(item.id);
  const [changesForm, toggleChanges] = useChangesForm();
  const [question, setQuestion] = useState<Question | null>(null);
  const [showsHelp, setShowsHelp] = useState(false);
  const draftRegion = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const returns = returnsOf(item, checkpoint);

  // Asked of the desk too: a second press may come before anything was rendered anew.
  const canDecide = () => gate.isOpen() && !isUndoing && !held.lost && desk.view().current?.claim.item.id === item.id;
  /** Puts the item out of hand. A single item was opened from its own page: there it goes on. */
  const part = (act: () => void) => {
    if (!canDecide()) return;
    act();
    // Should it come back, it is asked anew; until then nothing of it needs to be rendered.
    afterFrame(() => {
      setQuestion(null);
      guard.withdraw();
    });
    if (scope.item) void navigate({ to: '/items/$id', params: { id: scope.item } });
  };
  const approve = () => {
    if (!draft.check(draftRegion.current) || !guard.passes(board.view().errors)) return;
    part(() => desk.decide(draft.isEdited ? 'edit' : 'approve'));
  };
  const leave = () => {
    (document.activeElement as HTMLElement | null)?.blur();
    board.select(null);
    guard.withdraw();
  };
  /** What is typed before the editor is there is text, and no command. */
  const isOpening = useRef(false);
  const edit = () => {
    isOpening.current = true;
    focusFirst(draftRegion.current, () => (isOpening.current = false));
  };
  const run = (command: Command): boolean | null => {
    if (!gate.isInHand() || command === 'undo') return null;
    if (isOpening.current) return false;
    if (command === 'help') setShowsHelp(true);
    else if (command === 'leave') leave();
    else if (command === 'edit') edit();
    else if (command === 'copyLink') copyLink();
    else if (command === 'diff') toggleChanges();
    else if (command === 'ask') focusComposer();
    else if (command.startsWith('flag')) return held.lost ? false : runFlagCommand(board, command);
    else if (!canDecide() || question) return false;
    else if (command === 'return' && returns === 'used up') return false;
    else if (command === 'approve' || command === 'confirm') approve();
    else if (command === 'skip') part(() => desk.skip());
    else setQuestion(command as Question);
    return true;
  };
  useReviewKeys(run);

  return (
    <>
      <FactsRegion item={item} board={board} />
      <FlagsContext value={board}>
        <ChangesFormContext value={changesForm}>
          <DraftRegion
            held={held}
            draft={draft}
            desk={desk}
            ref={draftRegion}
            popover={<FlagPopover board={board} output={held.output} checkpoint={item.checkpoint} isOwner={isOwner} />}
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
            onCancel={() => setQuestion(null)}
            onDecide={(verdict, reasons, comment) => part(() => desk.decide(verdict, { reasons, comment }))}
            onHold={(until, note) => part(() => desk.hold(until, note))}
            onAssign={(personId, note) => part(() => desk.assign(personId, note))}
          />
        ) : (
          <GuardedBar
            board={board}
            output={held.output}
            wasWarned={guard.isWarned}
            bindings={bindings}
            isEdited={draft.isEdited}
            disabled={Boolean(held.lost) || isUndoing}
            returnRefusal={returns === 'used up' ? words.desk.refused.usedUp : null}
            onCommand={run}
          />
        )}
        <WhyRegion
          held={held}
          isEdited={draft.isEdited}
          instructions={checkpoint?.instructions ?? ''}
          onHelp={() => setShowsHelp(true)}
          flags={<FlagList board={board} output={held.output} />}
          thread={<Thread itemId={item.id} />}
          aside={<AsideBar bindings={bindings} disabled={Boolean(held.lost) || isUndoing} linkCopied={linkCopied} onCommand={run} />}
        />
      </aside>
      <SwipeLayer region={draftRegion} itemId={item.id} onSwipe={run} />
      {showsHelp && (
        <Suspense>
          <CheatSheet onClose={() => setShowsHelp(false)} />
        </Suspense>
      )}
    </>
  );
});

/** Whether a return goes back to the maker, to a lead, or is no more possible. */
function returnsOf({ returns }: Item, checkpoint: Pick<Checkpoint, 'maxReturns'> | undefined): 'left' | 'last' | 'used up' {
  if (!checkpoint || returns < checkpoint.maxReturns) return 'left';
  return returns === checkpoint.maxReturns ? 'last' : 'used up';
}
