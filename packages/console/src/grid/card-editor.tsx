import type { Json, ListedCheckpoint } from '@countersign/contract';
import { useEffect, useMemo, useRef, useState } from 'react';
import { checkOutput } from '../draft/check-output.ts';
import { DraftForm } from '../draft/draft-form.tsx';
import { fieldsOf } from '../draft/fields.ts';
import { focusFirst } from '../draft/focus-first.ts';
import { words } from '../words/words.ts';
import type { Card } from './card.ts';
import styles from './grid.module.css';

interface CardEditorProps {
  card: Card;
  checkpoint: ListedCheckpoint | undefined;
  onEdit: (itemId: string, output: Json) => void;
  onDone: () => void;
  setFaulty: (itemId: string, isFaulty: boolean) => void;
}

/** The same form as in the review, in place of the card's text. What is typed counts at once. */
export function CardEditor({ card, checkpoint, onEdit, setFaulty }: CardEditorProps) {
  const { item } = card;
  const host = useRef<HTMLDivElement>(null);
  const schema = checkpoint?.outputSchema ?? null;
  const fields = useMemo(() => fieldsOf(schema as Parameters<typeof fieldsOf>[0], item.output, words.review.draft), [schema, item.output]);
  const [badJson, setBadJson] = useState<string[]>([]);
  const faults = useMemo(
    () => [...checkOutput(fields, card.output), ...badJson.map((pointer) => ({ pointer, detail: words.fault.json }))],
    [fields, card.output, badJson],
  );
  useEffect(() => setFaulty(item.id, faults.length > 0), [setFaulty, item.id, faults.length]);
  useEffect(() => focusFirst(host.current), []);
  return (
    <div ref={host} className={styles.editor}>
      <DraftForm
        itemId={item.id}
        fields={fields}
        output={card.output}
        original={item.output}
        faults={faults}
        onChange={(output) => onEdit(item.id, output)}
        onInvalidJson={(pointer, isInvalid) =>
          setBadJson((now) => (isInvalid ? [...now.filter((each) => each !== pointer), pointer] : now.filter((each) => each !== pointer)))
        }
      />
    </div>
  );
}
