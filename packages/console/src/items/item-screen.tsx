import type { Item, ItemState } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { historyQuery, itemQuery, meQuery } from '../api/queries.ts';
import { FactsView } from '../facts/fact-view.tsx';
import { Failed } from '../frame/broken.tsx';
import { CopyButton } from '../frame/copy-button.tsx';
import { LeftIcon } from '../frame/icons.tsx';
import { useDesk } from '../review/my-desk.ts';
import { UndoBar } from '../review/undo-bar.tsx';
import { Thread } from '../thread/thread.tsx';
import { whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import { nameOf } from './actor-name.ts';
import { History } from './history.tsx';
import styles from './item.module.css';
import { Severity, State } from './marks.tsx';
import { Output } from './output.tsx';
import { reasonLabels } from './reason-labels.ts';
import { Reopen } from './reopen.tsx';

const canReopen: ItemState[] = ['released', 'rejected', 'expired'];

export function ItemScreen() {
  const { id } = useParams({ from: '/frame/items/$id' });
  const item = useQuery(itemQuery(id));
  const desk = useDesk();
  return (
    <div className={styles.page}>
      <Link to="/items" search={item.data ? { checkpoint: item.data.checkpoint } : {}} className={styles.back}>
        <LeftIcon /> {words.item.backToList}
      </Link>
      {item.error && <Failed error={item.error} retry={() => void item.refetch()} />}
      {item.data && <ItemDetail item={item.data} />}
      <UndoBar desk={desk} />
    </div>
  );
}

function ItemDetail({ item }: { item: Item }) {
  const history = useQuery(historyQuery(item.id));
  const role = useQuery(meQuery).data?.role;
  const mayReopen = role === 'owner' || role === 'lead';
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>{item.label}</h1>
          <p className={styles.sub}>
            <State state={item.state} /> <Severity severity={item.severity} /> <code>{item.checkpoint}</code> · <code>{item.key}</code>
          </p>
        </div>
        <div className={styles.headActs}>
          <CopyButton text={`${location.origin}/items/${item.id}`} label={words.desk.aside.copyLink} />
          {mayReopen && canReopen.includes(item.state) && <Reopen itemId={item.id} />}
          {item.state === 'waiting' && (
            <Link to="/items/$id/review" params={{ id: item.id }} className={styles.review}>
              {words.review.reviewThis}
            </Link>
          )}
        </div>
      </header>
      <div className={styles.columns}>
        <section aria-label={words.review.facts}>
          <h2 className="eyebrow">{words.review.facts}</h2>
          <FactsView value={item.input} />
        </section>
        <section aria-label={words.item.output}>
          <h2 className="eyebrow">{words.item.output}</h2>
          <Output value={item.output} />
        </section>
        <aside aria-label={words.item.decision}>
          <h2 className="eyebrow">{words.item.decision}</h2>
          <DecisionFacts item={item} />
        </aside>
      </div>
      <div className={styles.thread}>
        <Thread itemId={item.id} />
      </div>
      {history.data && <History history={history.data} checkpoint={item.checkpoint} />}
      {history.error && <Failed error={history.error} retry={() => void history.refetch()} />}
    </>
  );
}

function DecisionFacts({ item }: { item: Item }) {
  const { decision } = item;
  const say = words.item;
  return (
    <>
      {!decision && <p className={styles.none}>{say.noDecision}</p>}
      <dl className={styles.facts}>
        {decision && (
          <>
            <Line label={words.outcome[decision.outcome]}>
              {nameOf(decision.by)}, {whenText(decision.at)}
            </Line>
            {decision.reasons.length > 0 && <Line label={say.reasons}>{reasonLabels(item.checkpoint, decision.reasons)}</Line>}
            {decision.comment && <Line label={say.comment}>{decision.comment}</Line>}
            {item.state === 'decided' && <Line label={say.undoUntil}>{whenText(decision.undoUntil)}</Line>}
          </>
        )}
        {item.releasedAt && <Line label={say.releasedAt}>{whenText(item.releasedAt)}</Line>}
        <Line label={words.review.arrived}>{whenText(item.createdAt)}</Line>
        {item.model && <Line label={words.review.model}>{item.model}</Line>}
        {item.confidence !== null && <Line label={words.review.confidence}>{Math.round(item.confidence * 100)} %</Line>}
        <Line label={say.hash}>
          <code className={styles.hash}>{item.outputHash}</code> <CopyButton text={item.outputHash} />
        </Line>
      </dl>
    </>
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
