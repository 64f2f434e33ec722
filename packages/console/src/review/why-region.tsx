import type { Claim } from '@countersign/contract';
import { UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { historyQuery } from '../api/queries.ts';
import { FactsView } from '../facts/fact-view.tsx';
import { KeyboardIcon } from '../frame/icons.tsx';
import { Keycap } from '../frame/keycap.tsx';
import { Severity } from '../items/marks.tsx';
import { ReviewLine } from '../items/review-line.tsx';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { Instructions } from './instructions.tsx';
import styles from './review.module.css';

export function WhyRegion({ claim, instructions, onHelp }: { claim: Claim; instructions: string; onHelp: () => void }) {
  const { item, skips } = claim;
  const say = words.review;
  return (
    <div className={styles.why}>
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
      {item.revision > 1 || skips > 0 ? <EarlierReviews itemId={item.id} checkpoint={item.checkpoint} /> : null}
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

function EarlierReviews({ itemId, checkpoint }: { itemId: string; checkpoint: string }) {
  const { data } = useQuery(historyQuery(itemId));
  if (!data || data.reviews.length === 0) return null;
  return (
    <section aria-label={words.review.earlier}>
      <h2 className="eyebrow">{words.review.earlier}</h2>
      <ul className={styles.earlier}>
        {data.reviews.map((review) => (
          <ReviewLine key={review.id} review={review} checkpoint={checkpoint} />
        ))}
      </ul>
    </section>
  );
}
