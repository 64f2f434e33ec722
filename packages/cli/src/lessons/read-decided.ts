import { CountersignError, type Json } from '@countersign/contract';
import { type Decided, type DecidedText, pairTexts } from '@countersign/lessons';
import { type Row, type RowReading, readRows } from '../check/read-rows.ts';
import { UsageError } from '../exit-codes.ts';
import type { Source } from '../import/source.ts';

export interface DecidedReading extends RowReading {
  signal: AbortSignal;
  onItem(items: number): void;
}

export interface DecidedItems {
  items: Decided[];
  /** Lines without `human_output`, and rejected or returned ones: nobody said what would have been right. */
  undecided: number;
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : undefined;

/** A cell or field that holds JSON as text is taken for what it says. */
const unpack = (value: Json): Json => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // a text that begins with a bracket
  }
};

const textsOf = ({ output, human_output, verdict, field }: Row['fields']): DecidedText[] | null => {
  if (output === undefined || output === null || verdict === 'reject' || verdict === 'return') return null;
  const after = human_output ?? (verdict === 'approve' ? output : undefined);
  if (after === undefined) return null;
  const [one, other] = typeof output === 'string' && typeof after === 'string' ? [unpack(output), unpack(after)] : [output, after];
  const isBoth = typeof one === typeof other;
  const name = textOf(field);
  return pairTexts(isBoth ? one : output, isBoth ? other : after, name === undefined ? '' : `/${name}`);
};

/** Reads a file of decided items, in the order of the file. @throws UsageError where nothing in it says what a person left. */
export async function readDecided(source: Source, reading: DecidedReading): Promise<DecidedItems> {
  const found: DecidedItems = { items: [], undecided: 0 };
  let names: string[] = [];
  for await (const { line, fields } of readRows(source, reading)) {
    if (reading.signal.aborted) throw new CountersignError('aborted', 'Given up.');
    if (names.length === 0) names = Object.keys(fields);
    const texts = textsOf(fields);
    if (texts === null) {
      found.undecided += 1;
      continue;
    }
    const id = textOf(fields.id) ?? textOf(fields.key) ?? textOf(fields.sku) ?? `line ${line}`;
    found.items.push({ id, group: textOf(fields.group), texts });
    reading.onItem(found.items.length);
  }
  if (found.items.length > 0) return found;
  throw new UsageError(
    names.length === 0
      ? 'The file holds no items that could be read.'
      : `No line says what a person left of the AI's work: output and human_output are needed. The first line has: ${names.join(', ')}.`,
  );
}
