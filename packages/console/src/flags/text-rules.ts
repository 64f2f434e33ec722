import type { BrandRules, ShownLesson } from '@countersign/contract';
import { getCheckpoint } from '../api/calls.ts';
import { checkpointsQuery, queryClient } from '../api/queries.ts';

export interface TextRules {
  rules: BrandRules | null;
  dictionary: string[];
  lessons: ShownLesson[];
}

/** Of the version that the list names: a new one is fetched once. */
const rulesQuery = (name: string) => {
  const version = queryClient.getQueryData(checkpointsQuery.queryKey)?.find((each) => each.name === name)?.version ?? 0;
  return {
    queryKey: ['text-rules', name, version] as const,
    queryFn: async (): Promise<TextRules> => {
      const { brandRules, dictionary, lessons } = await getCheckpoint(name);
      return { rules: brandRules, dictionary, lessons: lessons.shown };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  };
};

const last = new Map<string, TextRules>();

/** Rules, dictionary and lessons of a checkpoint, as last seen here. What is not here yet is fetched, and `onCome` called when it has come. */
export function textRulesOf(name: string, onCome: () => void): TextRules {
  const query = rulesQuery(name);
  const known = queryClient.getQueryData<TextRules>(query.queryKey);
  if (known) last.set(name, known);
  else if (!queryClient.isFetching({ queryKey: query.queryKey, exact: true }))
    queryClient.fetchQuery(query).then(onCome, () => {
      // Offline: asked again at the next check; until then the last known rules hold.
    });
  return known ?? last.get(name) ?? { rules: null, dictionary: [], lessons: [] };
}

/** The same, waited for; what was last seen when it cannot be fetched. */
export const loadTextRules = (name: string): Promise<TextRules> =>
  queryClient.ensureQueryData(rulesQuery(name)).catch(() => last.get(name) ?? { rules: null, dictionary: [], lessons: [] });
