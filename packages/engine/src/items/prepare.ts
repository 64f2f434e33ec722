import { applyLessons, traitsOf } from '@countersign/checks';
import { CountersignError, ItemInput, type Json, type JsonObject, type Severity } from '@countersign/contract';
import type { ReadyCheckpoint } from '../checkpoints/find.ts';
import { findMismatches, type Mismatch, schemaViolation } from '../checkpoints/schema-check.ts';
import { hashJson } from '../hash.ts';
import { newId } from '../ids.ts';

/** An item checked at the door and ready to be written. Payloads are JSON texts. */
export interface PreparedItem {
  id: string;
  key: string;
  label: string;
  severity: Severity;
  priority: number;
  due_at: string | null;
  confidence: number | null;
  model: string | null;
  content_hash: string;
  output_hash: string;
  input: string;
  output: string;
  metadata: string;
  /** The output with the lessons applied that are sure enough, its hash, and their ids; null where none speaks. */
  applied_output: string | null;
  applied_hash: string | null;
  applied_by: string | null;
  cost: number;
  /** The run through a workflow that it belongs to. */
  run_id?: string;
}

const severityWeight: Record<Severity, number> = { low: 1, medium: 3, high: 10, critical: 30 };

/**
 * Expected value of a look: what an error would cost, times how likely it seems. Unknown confidence counts as one half. Rounded as
 * the column is, so that an item has the same place in the queue before and after an undo.
 */
export const valueOfLook = (severity: Severity, confidence: number | null): number =>
  severityWeight[severity] * (1 - Math.fround(confidence ?? 0.5));

/** The same in SQL, of `items` under an alias. */
export const valueOfLookSql = (alias: string): string =>
  `(case ${alias}.severity ${Object.entries(severityWeight)
    .map(([severity, weight]) => `when '${severity}' then ${weight}`)
    .join(' ')} end * (1 - coalesce(${alias}.confidence, 0.5::real)::float8))::real`;

const labelNames = ['title', 'name', 'label', 'subject', 'headline', 'question', 'summary'];
// PostgreSQL text cannot hold NUL, and half a surrogate pair is no text.
const toPlainText = (text: string) => text.replaceAll('\0', '').toWellFormed().replace(/\s+/g, ' ').trim().slice(0, 120).toWellFormed();

const textIn = (value: Json): string | undefined => {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  for (const name of labelNames) if (typeof value[name] === 'string' && value[name] !== '') return value[name];
  return undefined;
};

/** A short text that a person knows the item by: its name in the input, else in the output, else the key. */
export const labelOf = (input: Json, output: Json, key: string): string =>
  toPlainText(textIn(input) ?? textIn(output) ?? '') || toPlainText(key) || key;

const isPlainText = (text: string) => !text.includes('\0') && text.isWellFormed();

/** Errors: `invalid_input` for a text that cannot be stored. */
export function requirePlainText(pointer: string, text: string): void {
  if (isPlainText(text)) return;
  throw new CountersignError('invalid_input', `${pointer} holds a character that is no text (NUL or half a surrogate pair). Remove it.`, {
    pointer,
  });
}

export const maxPayloadBytes = 5_000_000;

export const writePayload = (value: Json, pointer: string): string => {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > maxPayloadBytes)
    throw new CountersignError('payload_too_large', `${pointer} is larger than 5 MB. Submit a reference to it instead.`, { pointer });
  return text;
};

// JavaScript counts further back and ahead than the four digits that PostgreSQL reads.
const toInstant = (text: string): string => {
  const instant = new Date(text).toISOString();
  if (/^(?!0000)\d{4}-/.test(instant)) return instant;
  throw new CountersignError('invalid_input', '/dueAt lies outside of the years 1 to 9999. Send a nearer one, or none.', {
    pointer: '/dueAt',
  });
};

/** Everything that was sent counts: a retry with another severity or deadline must not pass as a replay. */
const contentHash = (item: ItemInput, dueAt: string | null) =>
  hashJson({
    input: item.input,
    output: item.output,
    confidence: item.confidence ?? null,
    model: item.model ?? null,
    severity: item.severity ?? null,
    priority: item.priority ?? 0,
    dueAt,
    metadata: (item.metadata ?? {}) as JsonObject,
  });

/** What lessons make of an output before anybody reviews it, where the checkpoint allows it; what breaks the schema is left as it came. */
function applySure({ lessons, checkOutput }: ReadyCheckpoint, { input, output, metadata }: ItemInput) {
  const none = { applied_output: null, applied_hash: null, applied_by: null };
  if (!lessons.apply || lessons.shown.length === 0) return none;
  const applied = applyLessons({ output, lessons: lessons.shown, traits: traitsOf({ input, metadata }) });
  if (applied === null || findMismatches(checkOutput, applied.output, '/output').length > 0) return none;
  return {
    applied_output: writePayload(applied.output, '/output'),
    applied_hash: hashJson(applied.output),
    applied_by: applied.lessons.join(','),
  };
}

/**
 * Checks one submitted item against the checkpoint's schemas.
 * Errors: a ZodError, `schema_violation` with JSON pointers, `payload_too_large`, `invalid_input` for text that cannot be stored.
 */
export function prepareItem(checkpoint: ReadyCheckpoint, input: unknown): PreparedItem {
  const item = ItemInput.parse(input);
  requirePlainText('/key', item.key);
  requirePlainText('/model', item.model ?? '');
  const mismatches: Mismatch[] = [
    ...findMismatches(checkpoint.checkInput, item.input, '/input'),
    ...findMismatches(checkpoint.checkOutput, item.output, '/output'),
  ];
  if (mismatches.length > 0) throw schemaViolation(mismatches, checkpoint.name);
  const severity = item.severity ?? checkpoint.severity;
  // The column holds 32 bits: a number too small for them is nothing, not an error.
  const confidence = item.confidence == null ? null : Math.fround(item.confidence);
  const dueAt = item.dueAt ? toInstant(item.dueAt) : null;
  return {
    id: newId('item'),
    key: item.key,
    label: labelOf(item.input, item.output, item.key),
    severity,
    priority: item.priority ?? 0,
    due_at: dueAt,
    confidence,
    model: item.model ?? null,
    content_hash: contentHash(item, dueAt),
    output_hash: hashJson(item.output),
    input: writePayload(item.input, '/input'),
    output: writePayload(item.output, '/output'),
    metadata: writePayload((item.metadata ?? {}) as JsonObject, '/metadata'),
    ...applySure(checkpoint, item),
    cost: -valueOfLook(severity, confidence),
  };
}
