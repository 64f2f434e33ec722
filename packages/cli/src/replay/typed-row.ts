import type { Json } from '@countersign/contract';
import type { Row } from '../check/read-rows.ts';

const numeric = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

function cellValue(text: string): Json | undefined {
  if (/^\s*(nan|null)?\s*$/i.test(text)) return undefined;
  if (numeric.test(text)) return Number(text);
  if (/^\s*(true|false)\s*$/i.test(text)) return text.trim().toLowerCase() === 'true';
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text; // a text that begins with a bracket
  }
}

/** Texts by their nature: "0012" is no number there. */
const texts = new Set(['id', 'key', 'sku', 'source', 'input', 'output', 'proposed', 'human_output', 'model', 'group', 'category', 'field']);

/** The cells of a CSV as JSON would have them: numbers, true and false, lists; an empty cell is a missing field, and so are NaN and null. */
export function typedRow({ line, fields }: Row, textColumns: ReadonlySet<string>): Row {
  const typed: Row['fields'] = {};
  for (const [name, cell] of Object.entries(fields)) {
    const isText = texts.has(name) || textColumns.has(name);
    const value = isText && cell !== '' ? cell : cellValue(String(cell));
    if (value !== undefined) typed[name] = value;
  }
  return { line, fields: typed };
}
