import { figures } from './figures.ts';
import type { Row } from './logistic.ts';
import type { Example, Traits } from './traits.ts';
import { bucketOf, words } from './words.ts';

/** How traits become a row of numbers: what was seen when the score was fitted, frozen with it. */
export interface Layout {
  /** Names of the extra numbers, and the categories and models that were seen often enough. */
  numbers: string[];
  groups: string[];
  /** Of each figure over the examples that have it. */
  mean: number[];
  deviation: number[];
  /** Where the line over the confidence may bend. */
  knots: number[];
  /** Hashed words of the output. */
  buckets: number;
}

const buckets = 256;
const fewestOfAGroup = 5;
const bends = [0.25, 0.5, 0.75, 0.9];
/** Standard deviations beyond which a figure says no more. */
const farthest = 5;

export const groupsOf = ({ category, model }: Traits): string[] => [
  ...(category === undefined ? [] : [`category ${category}`]),
  ...(model === undefined ? [] : [`model ${model}`]),
];

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

export function layoutOf(examples: readonly Example[]): Layout {
  const numbers = [...new Set(examples.flatMap(({ traits }) => Object.keys(traits.numbers ?? {})))].sort();
  const table = examples.map(({ traits }) => figures(traits, numbers));
  const columns = (table[0] ?? []).map((_, j) => table.map((row) => row[j] as number).filter((value) => !Number.isNaN(value)));
  const mean = columns.map(average);
  const deviation = columns.map((column, j) => Math.sqrt(average(column.map((value) => (value - (mean[j] as number)) ** 2))) || 1);
  const sure = (columns[0] ?? []).map((value) => (value - (mean[0] as number)) / (deviation[0] as number)).sort((a, b) => a - b);
  const knots = sure.length === 0 ? [] : bends.map((share) => sure[Math.floor(share * sure.length)] as number);
  return { numbers, groups: commonGroups(examples), mean, deviation, knots, buckets };
}

function commonGroups(examples: readonly Example[]): string[] {
  const tally = new Map<string, number>();
  for (const group of examples.flatMap(({ traits }) => groupsOf(traits))) tally.set(group, (tally.get(group) ?? 0) + 1);
  return [...tally].flatMap(([group, times]) => (times >= fewestOfAGroup ? [group] : [])).sort();
}

/** Where each block of columns begins: the constant, figures, which of them are missing, bends, groups, words. */
export function columnsOf({ mean, knots, groups, buckets: count }: Layout) {
  const missing = 1 + mean.length;
  const bent = missing + mean.length;
  const group = bent + knots.length;
  const word = group + groups.length;
  return { figure: 1, missing, bent, group, word, size: word + count };
}

/** The row of an item. Nothing here depends on anything but its traits and the layout. */
export function rowOf(layout: Layout, traits: Traits): Row {
  const columns = columnsOf(layout);
  const cells = new Map<number, number>([[0, 1]]);
  const scaled = figures(traits, layout.numbers).map((value, j) => (value - (layout.mean[j] as number)) / (layout.deviation[j] as number));
  scaled.forEach((value, j) => {
    if (Number.isNaN(value)) cells.set(columns.missing + j, 1);
    else cells.set(columns.figure + j, Math.max(-farthest, Math.min(farthest, value)));
  });
  layout.knots.forEach((knot, j) => {
    if ((scaled[0] as number) > knot) cells.set(columns.bent + j, Math.min(farthest, (scaled[0] as number) - knot));
  });
  for (const group of groupsOf(traits)) {
    const at = layout.groups.indexOf(group);
    if (at >= 0) cells.set(columns.group + at, 1);
  }
  const found = new Set(words(traits.output ?? '').map((word) => bucketOf(word, layout.buckets)));
  for (const bucket of found) cells.set(columns.word + bucket, 1 / Math.sqrt(found.size));
  const at = [...cells.keys()].sort((a, b) => a - b);
  return { at, value: at.map((index) => cells.get(index) as number) };
}
