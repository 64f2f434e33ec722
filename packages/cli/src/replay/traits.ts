import type { Json } from '@countersign/contract';
import type { Traits } from '@countersign/trust';
import type { Row } from '../check/read-rows.ts';
import { UsageError } from '../exit-codes.ts';

type Fields = Row['fields'];

const first = (fields: Fields, names: readonly string[]): Json | undefined =>
  names.map((name) => fields[name]).find((value) => value !== undefined && value !== null);

const asText = (value: Json | undefined): string | undefined =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);

const isErrorLevel = (flag: Json): boolean => typeof flag === 'object' && flag !== null && !Array.isArray(flag) && flag.level === 'error';

const dropMissing = <T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** A confidence is a number; anything else on a line is a mistake that would silently send the item to the end of the order. */
function confidenceOf({ fields, line }: Row): number | undefined {
  const given = fields.confidence;
  if (given === undefined || given === null || given === '') return undefined;
  const confidence = typeof given === 'string' ? Number(given) : given;
  if (typeof confidence === 'number' && Number.isFinite(confidence)) return confidence;
  throw new UsageError(
    `Line ${line}: the confidence ${JSON.stringify(given)} is no number. Write a number, or leave it out where there is none.`,
  );
}

/** Flags as a number, or as a list of flags with their levels. */
function flagsOf(fields: Fields): { flags?: number; errors?: number } {
  const metadata = fields.metadata;
  const nested = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata) ? metadata.flags : undefined;
  const given = fields.flags ?? nested;
  if (typeof given === 'number') return { flags: given };
  return Array.isArray(given) ? { flags: given.length, errors: given.filter(isErrorLevel).length } : {};
}

/** Further figures that are known before anybody looks, named by --features. */
function numbersOf({ fields, line }: Row, names: readonly string[]): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'boolean') numbers[name] = value ? 1 : 0;
    else if (typeof value === 'number') numbers[name] = value;
    else if (value !== undefined && value !== null)
      throw new UsageError(`Line ${line}: ${name} is no number, so that it cannot be one of the --features.`);
  }
  return numbers;
}

/** What is known of an item before a person looks at it. Texts only where a score learns from them. */
export function traitsOf(row: Row, { withTexts, features }: { withTexts: boolean; features: readonly string[] }): Traits {
  const { fields } = row;
  const order = { confidence: confidenceOf(row), ...flagsOf(fields) };
  if (!withTexts) return dropMissing(order);
  return dropMissing({
    ...order,
    input: asText(first(fields, ['source', 'input'])),
    // An export tells the AI's own text apart from what left: only the first was there before anybody looked.
    output: asText(first(fields, ['proposed', 'output', 'text'])),
    category: asText(first(fields, ['category', 'field', 'checkpoint', 'group'])),
    model: asText(first(fields, ['model'])),
    ...(features.length > 0 && { numbers: numbersOf(row, features) }),
  });
}
