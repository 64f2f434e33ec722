import type { Json, Preferences } from '@countersign/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { queryClient } from '../api/queries.ts';

/** A person's own settings, kept at the server so that they are the same on every machine. */
export const preferencesQuery = queryOptions({
  queryKey: ['preferences'],
  queryFn: () => request<Preferences>('GET', '/v1/me/preferences'),
  staleTime: 5 * 60_000,
});

export const usePreferences = (): Preferences | undefined => useQuery(preferencesQuery).data;

let saving: Promise<unknown> = Promise.resolve();

/** Changes some settings and leaves all others as they are, also those that this version of the console does not know. */
export function savePreferences(changes: Record<string, Json | undefined>): Promise<void> {
  const save = async () => {
    const now = await request<Preferences>('GET', '/v1/me/preferences');
    const next = Object.fromEntries(Object.entries({ ...now, ...changes }).filter(([, value]) => value !== undefined)) as Preferences;
    queryClient.setQueryData(preferencesQuery.queryKey, next);
    await request('PUT', '/v1/me/preferences', { body: next });
  };
  const done = saving.then(save, save);
  saving = done.catch(() => undefined); // told to the caller below; the next one starts anew
  return done;
}
