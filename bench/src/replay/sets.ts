import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { HistoryItem, Traits } from '@countersign/trust';

const folder = new URL('../../../../shared/data/', import.meta.url);

export interface Line {
  id: string;
  source: unknown;
  output: string;
  confidence?: number;
  score?: number;
  verdict: string;
  field?: string;
  group?: string;
  model?: string;
}

type Unseen = Omit<HistoryItem, 'coin'>;

/** A set of decided items, with what counts as bad. */
export interface DataSet {
  name: string;
  rule: string;
  limit: number;
  items: Unseen[];
}

const isEdited = ({ verdict }: Line): boolean => verdict !== 'approve';
const scoresBelow =
  (least: number) =>
  ({ score }: Line): boolean | undefined =>
    score === undefined ? undefined : score < least;

const sets: { name: string; rule: string; limit: number; isBad: (line: Line) => boolean | undefined }[] = [
  { name: 'receipts_sroie', rule: 'any edit', limit: 0.05, isBad: isEdited },
  { name: 'mlqe_en-de', rule: 'score < 50', limit: 0.05, isBad: scoresBelow(50) },
  { name: 'mlqe_en-de', rule: 'score < 70', limit: 0.05, isBad: scoresBelow(70) },
  { name: 'mlqe_et-en', rule: 'score < 50', limit: 0.1, isBad: scoresBelow(50) },
  { name: 'mlqe_et-en', rule: 'any edit', limit: 0.05, isBad: isEdited },
  { name: 'defacto_xsum', rule: 'any edit', limit: 0.05, isBad: isEdited },
];

/** What was known of a line before a person looked. */
export function traitsOf(line: Line): Traits {
  const { source, output, confidence, model } = line;
  const category = line.field ?? line.group;
  return {
    input: typeof source === 'string' ? source : JSON.stringify(source),
    output,
    ...(confidence !== undefined && { confidence }),
    ...(category !== undefined && { category }),
    ...(model !== undefined && { model }),
  };
}

const read = new Map<string, Line[]>();

/** The lines of a set, read once. */
export function linesOf(name: string): Line[] {
  const known = read.get(name);
  if (known) return known;
  const text = gunzipSync(readFileSync(new URL(`${name}.jsonl.gz`, folder))).toString('utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  read.set(name, lines);
  return lines;
}

/** The sets that lie beside the repository. @throws Error when none does. */
export function readSets(): DataSet[] {
  if (!existsSync(folder)) throw new Error('The data sets are not here: they belong into ../shared/data beside the repository.');
  return sets.map(({ name, rule, limit, isBad }) => {
    const items = linesOf(name).flatMap((line) => {
      const bad = isBad(line);
      return bad === undefined ? [] : [{ id: line.id, isBad: bad, traits: traitsOf(line) }];
    });
    return { name, rule, limit, items };
  });
}
