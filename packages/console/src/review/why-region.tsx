import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { FactsView } from '../facts/fact-view.tsx';
import { KeyboardIcon } from '../frame/icons.tsx';
import { Keycap } from '../frame/keycap.tsx';
import { Severity } from '../items/marks.tsx';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import type { Held } from './desk-view.ts';
import { HistoryRegion } from './history-region.tsx';
import { Instructions } from './instructions.tsx';
import styles from './why.module.css';

interface WhyRegionProps {
  held: Held;
  isEdited: boolean;
  instructions: string;
  onHelp: () => void;
  aside: ReactNode;
  flags: ReactNode;
  thread: ReactNode;
}

/** Everything beside the decision: other things to do, flags, instructions, why the item is here, its past and what was said. */
export function WhyRegion({ held, isEdited, instructions, onHelp, aside, flags, thread }: WhyRegionProps) {
  const { item, skips } = held.claim;
  const say = words.review;
  return (
    <div className={styles.why}>
      {aside}
      {flags}
      {instructions.trim() !== '' && (
        <section aria-label={say.instructions}>
          <h2 className="eyebrow">{say.instructions}</h2>
          <Instructions text={instructions} />
        </section>
      )}
      <section aria-label={say.why}>
        <h2 className="eyebrow">{say.why}</h2>
        <dl className={styles.whyList}>
          <Line label={say.confidence}>{item.confidence === null ? say.unknown : <Confidence value={item.confidence} />}</Line>
          <Line label={say.severity}>
            <Severity severity={item.severity} />
          </Line>
          {item.priority !== 0 && <Line label={say.priority}>{item.priority}</Line>}
          {item.dueAt && <Line label={say.due}>{whenText(item.dueAt)}</Line>}
          {skips > 0 && <Line label={say.skips}>{say.times(skips)}</Line>}
          {item.model && <Line label={say.model}>{item.model}</Line>}
          <Line label={say.arrived}>{sinceText(item.createdAt)}</Line>
          <Line label={say.key}>
            <code>{item.key}</code>
          </Line>
          {item.revision > 1 && <Line label={say.revision}>{item.revision}</Line>}
        </dl>
      </section>
      {thread}
      <HistoryRegion key={item.id} claim={held.claim} output={held.output} isEdited={isEdited} />
      {Object.keys(item.metadata).length > 0 && (
        <details className={styles.meta}>
          <summary>{say.metadata}</summary>
          <FactsView value={item.metadata as Parameters<typeof FactsView>[0]['value']} />
        </details>
      )}
      <UnstyledButton className={styles.help} onClick={onHelp}>
        <KeyboardIcon /> {say.shortcuts} <Keycap keys={['?']} />
      </UnstyledButton>
    </div>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Confidence({ value }: { value: number }) {
  const percent = Math.round(value * 100);
  return (
    <span className={styles.confidence} data-band={value < 0.5 ? 'low' : value < 0.8 ? 'middle' : 'high'}>
      <span className={styles.meter} aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
      <span className="num">{percent} %</span>
    </span>
  );
}
