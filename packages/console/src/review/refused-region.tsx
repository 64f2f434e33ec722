import type { Json, Refusal } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../api/queries.ts';
import { reasonLabels } from '../items/reason-labels.ts';
import { RevisionChanges } from '../items/revision-changes.tsx';
import { sinceText, whenText } from '../words/times.ts';
import { words } from '../words/words.ts';
import styles from './refused.module.css';
import { isSameJson } from './same-json.ts';

interface RefusedRegionProps {
  refused: Refusal;
  checkpoint: string;
  /** The version that the maker answered with. */
  answer: Json;
}

const say = words.desk.refused;

/** What was returned, why, and what its maker changed since. */
export function RefusedRegion({ refused, checkpoint, answer }: RefusedRegionProps) {
  const isMine = useQuery(meQuery).data?.actor.id === refused.by.id;
  const title = isMine ? say.mine(refused.revision) : say.theirs(refused.by.name, refused.revision);
  return (
    <section className={styles.refused} aria-label={say.title}>
      <h2>
        {title}{' '}
        <time dateTime={refused.at} title={whenText(refused.at)}>
          {sinceText(refused.at)}
        </time>
      </h2>
      {refused.reasons.length > 0 && <p className={styles.reasons}>{reasonLabels(checkpoint, refused.reasons)}</p>}
      {refused.comment && <blockquote>{refused.comment}</blockquote>}
      <h3 className="eyebrow">{say.since}</h3>
      {isSameJson(refused.output, answer) ? <p>{say.nothing}</p> : <RevisionChanges before={refused.output} after={answer} />}
    </section>
  );
}
