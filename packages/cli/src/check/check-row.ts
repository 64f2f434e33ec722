import { type CheckInput, check } from '@countersign/checks';
import type { BrandRules, Flag, Json } from '@countersign/contract';
import { fieldOf } from './field.ts';
import type { Row } from './read-rows.ts';

/** What can be sent to a thread. */
export interface Checking {
  /** Names or paths of fields; the first that a row has counts. */
  id: readonly string[];
  source: readonly string[];
  output: readonly string[];
  /** Every row has to have a source, because one was named. */
  needsSource: boolean;
  /** Cells are texts: one that holds JSON is taken for what it says. */
  format: 'jsonl' | 'csv';
  rules: BrandRules | undefined;
  dictionary: readonly string[];
}

export type Grammar = (input: {
  output: Json;
  input?: Json;
  dictionary?: readonly string[];
  dialect?: 'en-GB' | 'en-US';
}) => Promise<Flag[]>;

export interface CheckedRow {
  line: number;
  id: string;
  flags: Flag[];
  /** What is wrong with the row itself. */
  bad?: string;
  /** Nothing of it could be checked. */
  isUnreadable?: true;
}

const pick = (fields: Row['fields'], names: readonly string[]): Json | undefined => {
  for (const name of names) {
    const value = fieldOf(fields, name);
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
};

const unpack = (value: Json): Json => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const idOf = ({ fields, line }: Row, names: readonly string[]): string => {
  const id = pick(fields, names);
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `line ${line}`;
};

const mostNames = 12;

const namesIn = (fields: Row['fields']): string => {
  const names = Object.keys(fields);
  return names.length > mostNames ? `${names.slice(0, mostNames).join(', ')} …` : names.join(', ') || 'nothing';
};

const aiFlagsOf = (metadata: Json | undefined): unknown =>
  typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata.flags : undefined;

/** Checks one row. */
export async function checkRow(row: Row, checking: Checking, grammar: Grammar | undefined): Promise<CheckedRow> {
  const { rules, dictionary } = checking;
  const checked = { line: row.line, id: idOf(row, checking.id) };
  const output = pick(row.fields, checking.output);
  if (output === undefined)
    return { ...checked, flags: [], isUnreadable: true, bad: `has no ${checking.output.join(' or ')} (it has ${namesIn(row.fields)})` };
  const given = pick(row.fields, checking.source);
  const work: CheckInput = { output: checking.format === 'csv' ? unpack(output) : output, dictionary };
  if (given !== undefined) work.input = unpack(given);
  if (rules !== undefined) work.rules = rules;
  const aiFlags = aiFlagsOf(row.fields.metadata);
  if (aiFlags !== undefined) work.aiFlags = aiFlags;
  if (grammar)
    work.more = await grammar({
      output: work.output,
      dictionary: [...(rules?.dictionary ?? []), ...dictionary],
      dialect: rules?.spelling ?? 'en-GB',
      ...(work.input !== undefined && { input: work.input }),
    });
  const flags = check(work);
  return given === undefined && checking.needsSource
    ? { ...checked, flags, bad: `has no ${checking.source.join(' or ')}: its facts were not checked` }
    : { ...checked, flags };
}
