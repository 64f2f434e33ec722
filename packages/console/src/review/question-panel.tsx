import type { Reason } from '@countersign/contract';
import { AssignPanel } from './assign-panel.tsx';
import { HoldPanel } from './hold-panel.tsx';
import { ReasonPanel } from './reason-panel.tsx';

/** What a command asks before it is done. */
export type Question = 'reject' | 'return' | 'hold' | 'assign';

interface QuestionPanelProps {
  question: Question;
  reasons: Reason[];
  /** Where a return leads, when it is not the maker. */
  returnNote: string | null;
  onCancel: () => void;
  onDecide: (verdict: 'reject' | 'return', reasons: string[], note: string) => void;
  onHold: (until: string, note: string) => void;
  onAssign: (personId: string, note: string) => void;
}

export function QuestionPanel({ question, reasons, returnNote, onCancel, onDecide, onHold, onAssign }: QuestionPanelProps) {
  if (question === 'hold') return <HoldPanel onHold={onHold} onCancel={onCancel} />;
  if (question === 'assign') return <AssignPanel onAssign={onAssign} onCancel={onCancel} />;
  return (
    <ReasonPanel
      verdict={question}
      reasons={reasons}
      about={question === 'return' ? returnNote : null}
      onCancel={onCancel}
      onDecide={(chosen, note) => onDecide(question, chosen, note)}
    />
  );
}
