import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { checkpointsQuery } from '../api/queries.ts';
import { words } from '../words/words.ts';
import { DecisionBar } from './decision-bar.tsx';
import type { Desk } from './desk.ts';
import type { DeskView, Held, Scope } from './desk-view.ts';
import { DraftRegion } from './draft-region.tsx';
import { FactsRegion } from './facts-region.tsx';
import type { Command } from './keys.ts';
import { LostNotice } from './lost-notice.tsx';
import { ReasonPanel } from './reason-panel.tsx';
import styles from './review.module.css';
import { useDraft } from './use-draft.ts';
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

/** One item in hand: its facts, its draft, why it is here, and what can be decided. */
export function Workbench({ desk, view, held, scope }: WorkbenchProps) {
  const { item } = held.claim;
  const { data: checkpoints } = useQuery(checkpointsQuery);
  const checkpoint = checkpoints?.find((each) => each.name === item.checkpoint);
  const draft = useDraft(desk, held, checkpoint);
  const bench = useRef<HTMLDivElement>(null);
  const isPainted = usePainted(item.id, bench);
  const [asking, setAsking] = useState<{ verdict: 'reject' | 'return'; itemId: string } | null>(null);
  const [showsHelp, setShowsHelp] = useState(false);
  const draftRegion = useRef<HTMLElement>(null);
  const navigate = useNavigate();
  const question = asking?.itemId === item.id ? asking.verdict : null;

  const canDecide = () => isPainted() && !view.isUndoing && !held.lost;
  const leaveSingle = () => {
    if (scope.item) void navigate({ to: '/items/$id', params: { id: scope.item } });
  };
  const decide = (verdict: 'reject' | 'return', reasons: string[], comment: string) => {
    if (!canDecide()) return;
    desk.decide(verdict, { reasons, comment });
    setAsking(null);
    leaveSingle();
  };
  const approve = () => {
    if (!canDecide() || !draft.check(draftRegion.current)) return;
    desk.decide(draft.isEdited ? 'edit' : 'approve');
    leaveSingle();
  };
  const run = (command: Command): boolean | null => {
    if (command === 'help') setShowsHelp(true);
    else if (command === 'undo') return null;
    else if (command === 'leave') (document.activeElement as HTMLElement | null)?.blur();
    else if (command === 'edit') focusFirst(draftRegion.current);
    else if (!canDecide() || question) return false;
    else if (command === 'approve' || command === 'confirm') approve();
    else if (command === 'skip') {
      desk.skip();
      leaveSingle();
    } else setAsking({ verdict: command, itemId: item.id });
    return true;
  };
  useReviewKeys(run);

  useEffect(() => {
    scrollTo({ top: 0 });
    document.querySelectorAll(`.${styles.region}`).forEach((region) => {
      region.scrollTop = 0;
    });
  }, [item.id]);

  return (
    <div className={styles.bench} data-item={item.id} ref={bench}>
      <p className="visually-hidden" aria-live="polite">
        {item.label}
      </p>
      <FactsRegion item={item} />
      <DraftRegion held={held} draft={draft} desk={desk} ref={draftRegion}>
        {held.lost && <LostNotice held={held} lost={held.lost} desk={desk} />}
      </DraftRegion>
      <aside className={styles.side}>
        {question ? (
          <ReasonPanel
            verdict={question}
            reasons={checkpoint?.reasons ?? []}
            onCancel={() => setAsking(null)}
            onDecide={(reasons, note) => decide(question, reasons, note)}
          />
        ) : (
          <DecisionBar isEdited={draft.isEdited} disabled={Boolean(held.lost) || view.isUndoing} onCommand={run} />
        )}
        <WhyRegion claim={held.claim} instructions={checkpoint?.instructions ?? ''} onHelp={() => setShowsHelp(true)} />
      </aside>
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

/** Puts the cursor at the end of the first field, where a person goes on writing. */
function focusFirst(region: HTMLElement | null): void {
  const target = region?.querySelector<HTMLElement>('.cm-content, input, select, textarea');
  target?.focus();
}
