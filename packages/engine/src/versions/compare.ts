import type { Severity, VersionComparison, VersionReport, VersionResult } from '@countersign/contract';
import { bootstrapMean, differenceOfMeans, differenceOfShares, wilson } from './statistics.ts';

/** The first look of a person at what a model wrote. */
export interface FirstLook {
  model: string | null;
  prompt: string | null;
  verdict: 'approve' | 'edit' | 'reject' | 'return';
  at: Date;
  severity: Severity;
  category: string | null;
  /** Letters of what the AI saw. */
  length: number;
  /** Share of the words that were changed; null where that was not measured. */
  distance: number | null;
  seconds: number | null;
}

const nameOf = ({ model, prompt }: Pick<FirstLook, 'model' | 'prompt'>) => JSON.stringify([model, prompt]);

const share = (looks: FirstLook[], verdict: FirstLook['verdict']) => {
  const count = looks.filter((look) => look.verdict === verdict).length;
  return { count, rate: count / looks.length, ...wilson(count, looks.length) };
};

const known = (looks: FirstLook[], of: 'distance' | 'seconds') => looks.flatMap((look) => look[of] ?? []);
const meanOf = (values: number[]) => (values.length === 0 ? null : bootstrapMean(values));

function resultOf(looks: FirstLook[]): VersionResult {
  const [first] = looks as [FirstLook];
  const times = looks.map(({ at }) => at.getTime());
  return {
    model: first.model,
    prompt: first.prompt,
    firstAt: new Date(times.reduce((a, b) => Math.min(a, b))).toISOString(),
    lastAt: new Date(times.reduce((a, b) => Math.max(a, b))).toISOString(),
    items: looks.length,
    edited: share(looks, 'edit'),
    rejected: share(looks, 'reject'),
    returned: share(looks, 'return'),
    distance: meanOf(known(looks, 'distance')),
    seconds: meanOf(known(looks, 'seconds')),
  };
}

/** Lengths in thirds, so that a version that was given the short ones is not praised for it. */
function kindOf(looks: FirstLook[]): (look: FirstLook) => string {
  const lengths = looks.map(({ length }) => length).sort((a, b) => a - b);
  const [third, twoThirds] = [lengths[Math.floor(lengths.length / 3)] ?? 0, lengths[Math.floor((2 * lengths.length) / 3)] ?? 0];
  return ({ severity, category, length }) => JSON.stringify([severity, category, length < third ? 0 : length < twoThirds ? 1 : 2]);
}

function compare(before: FirstLook[], after: FirstLook[]): Omit<VersionComparison, 'before' | 'after'> | null {
  const kind = kindOf([...before, ...after]);
  const [old, fresh] = [Map.groupBy(before, kind), Map.groupBy(after, kind)];
  const strata = [...old].flatMap(([name, looks]) => {
    const others = fresh.get(name);
    return others ? [{ before: looks, after: others }] : [];
  });
  if (strata.length === 0) return null;
  const counted = (looks: FirstLook[], verdict: FirstLook['verdict']) => ({
    count: looks.filter((look) => look.verdict === verdict).length,
    of: looks.length,
  });
  const shares = (verdict: FirstLook['verdict']) =>
    differenceOfShares(strata.map((one) => ({ before: counted(one.before, verdict), after: counted(one.after, verdict) })));
  const means = (of: 'distance' | 'seconds') => {
    const measured = strata
      .map((one) => ({ before: known(one.before, of), after: known(one.after, of) }))
      .filter((one) => one.before.length > 0 && one.after.length > 0);
    return measured.length === 0 ? null : differenceOfMeans(measured);
  };
  const total = (side: 'before' | 'after') => strata.reduce((sum, one) => sum + one[side].length, 0);
  return {
    kinds: strata.length,
    items: { before: total('before'), after: total('after') },
    edited: shares('edit'),
    rejected: shares('reject'),
    distance: means('distance'),
    seconds: means('seconds'),
  };
}

/** What each version came to, and each with the one before it on the kinds of items that both have. */
export function compareVersions(looks: FirstLook[]): Pick<VersionReport, 'versions' | 'comparisons'> {
  const groups = [...Map.groupBy(looks, nameOf).values()]
    .map((group) => ({ group, result: resultOf(group) }))
    .sort((a, b) => (a.result.firstAt < b.result.firstAt ? -1 : 1));
  const comparisons = groups.slice(1).flatMap(({ group }, at) => {
    const found = compare(groups[at]?.group ?? [], group);
    return found ? [{ before: at, after: at + 1, ...found }] : [];
  });
  return { versions: groups.map(({ result }) => result), comparisons };
}
