import { type CheckInput, check } from '@countersign/checks';
import type { BrandRules, Flag, Json } from '@countersign/contract';
import type { Row } from './read-rows.ts';

export interface Checking {
  /** Names of the fields; the first that a row has counts. */
  source: readonly string[];
  output: readonly string[];
  rules: BrandRules | undefined;
  dictionary: readonly string[];
  /** Grammar and spelling, when they were asked for. */
  grammar: ((input: { output: Json; input?: Json; dictionary?: readonly string[] }) => Promise<Flag[]>) | undefined;
}

export interface CheckedRow {
  id: string;
  flags: Flag[];
}

const pick = (fields: Row['fields'], names: readonly string[]): Json | undefined => {
  const name = names.find((each) => fields[each] !== undefined);
  return name === undefined ? undefined : fields[name];
};

/** A cell or field that holds JSON as text is taken for what it says. */
const unpack = (value: Json): Json => {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const idOf = ({ fields, line }: Row): string => {
  const id = fields.id ?? fields.key ?? fields.sku;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : `line ${line}`;
};

/** Checks one row; null when it has no output to check. */
export async function checkRow(
  row: Row,
  { source, output: outputNames, rules, dictionary, grammar }: Checking,
): Promise<CheckedRow | null> {
  const output = pick(row.fields, outputNames);
  if (output === undefined || output === null) return null;
  const given = pick(row.fields, source);
  const work: CheckInput = { output: unpack(output), dictionary };
  if (given !== undefined) work.input = unpack(given);
  if (rules !== undefined) work.rules = rules;
  const metadata = row.fields.metadata;
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) && metadata.flags !== undefined)
    work.aiFlags = metadata.flags;
  if (grammar) work.more = await grammar({ output: work.output, dictionary, ...(work.input !== undefined && { input: work.input }) });
  return { id: idOf(row), flags: check(work) };
}
