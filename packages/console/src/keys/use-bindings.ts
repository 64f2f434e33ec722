import type { Json } from '@countersign/contract';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { meQuery, queryClient } from '../api/queries.ts';
import { preferencesQuery, savePreferences } from '../preferences/preferences.ts';
import { openShelf } from '../review/shelf.ts';
import { type Bindings, bindingsOf, isComplete, toStored } from './bindings.ts';

const shelf = openShelf<Json>('countersign.keys.');

/** The keys of the person who is signed in; null until they are known, since a key must never do what it does for others. */
export function useBindings(): Bindings | null {
  const { data, isError } = useQuery(preferencesQuery);
  const person = queryClient.getQueryData(meQuery.queryKey)?.actor.id ?? '';
  const stored = data ? data['keys'] : (shelf.get(person) ?? undefined);
  const isKnown = data !== undefined || isError || shelf.has(person);
  useEffect(() => {
    if (data?.['keys'] !== undefined) shelf.put(person, data['keys']);
  }, [data, person]);
  return useMemo(() => (isKnown ? bindingsOf(stored) : null), [isKnown, stored]);
}

/** Writes down the keys that a person works with, so that no upgrade changes what they have learnt. */
export function useKeptBindings(): void {
  const { data } = useQuery(preferencesQuery);
  useEffect(() => {
    if (!data || isComplete(data['keys'])) return;
    const stored = data['keys'];
    void savePreferences({ keys: toStored(bindingsOf(stored), stored) }).catch(() => undefined); // the next visit tries again
  }, [data]);
}

export function saveBindings(bindings: Bindings): Promise<void> {
  return savePreferences({ keys: toStored(bindings, queryClient.getQueryData(preferencesQuery.queryKey)?.['keys']) });
}
