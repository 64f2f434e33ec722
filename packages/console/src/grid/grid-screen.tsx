import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { checkpointsQuery } from '../api/queries.ts';
import { FrozenGrid } from './frozen-grid.tsx';
import styles from './grid.module.css';
import { useFrozenSet, useGridView } from './my-set.ts';
import { NoCards } from './no-cards.tsx';
import { ResultBar } from './result-bar.tsx';
import { useSetSession } from './use-set-session.ts';

export function GridScreen() {
  const { checkpoint: name } = useParams({ from: '/frame/grid/$checkpoint' });
  const { data: checkpoints } = useQuery(checkpointsQuery);
  // Leases and the time to undo are the checkpoint's: it must be known first.
  return checkpoints ? <Grid key={name} name={name} /> : null;
}

function Grid({ name }: { name: string }) {
  const set = useFrozenSet();
  const view = useGridView(set);
  const { data: checkpoints } = useQuery(checkpointsQuery);
  const checkpoint = useMemo(() => checkpoints?.find((each) => each.name === name), [checkpoints, name]);
  useSetSession(set, name);
  return (
    <div className={styles.page}>
      <ResultBar set={set} view={view} />
      {view.cards.length > 0 ? (
        <FrozenGrid set={set} view={view} name={name} checkpoint={checkpoint} />
      ) : (
        <NoCards set={set} view={view} name={name} waiting={checkpoint?.counts.waiting ?? 0} />
      )}
    </div>
  );
}
