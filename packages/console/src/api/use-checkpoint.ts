import type { ListedCheckpoint } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { checkpointsQuery } from './queries.ts';

/** A checkpoint without its counts: they change with every decision, what it asks for hardly ever. */
export function useCheckpoint(name: string): Omit<ListedCheckpoint, 'counts'> | undefined {
  const select = useCallback(
    (all: ListedCheckpoint[]) => {
      const found = all.find((each) => each.name === name);
      if (!found) return undefined;
      const { counts: _, ...checkpoint } = found;
      return checkpoint;
    },
    [name],
  );
  return useQuery({ ...checkpointsQuery, select }).data;
}
