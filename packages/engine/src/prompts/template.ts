import { CountersignError, mostPromptLetters } from '@countersign/contract';
import { Liquid, type Template } from 'liquidjs';

const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : value === undefined || value === null
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

// Templates come from users: they reach what they are given and nothing else. No files (templates stands for them), no inherited
// members, and bounds on what one rendering may cost.
const liquid = new Liquid({
  templates: {},
  ownPropertyOnly: true,
  strictFilters: true,
  outputEscape: asText,
  parseLimit: mostPromptLetters * 2,
  renderLimit: 1_000,
  memoryLimit: 50_000_000,
});

const parsed = new Map<string, Template[]>();
const mostParsed = 200;

const explain = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

/** Errors: `invalid_input` with what is wrong and where. */
export function parseTemplate(text: string, pointer: string): Template[] {
  const known = parsed.get(text);
  if (known) return known;
  try {
    const template = liquid.parse(text);
    if (parsed.size >= mostParsed) parsed.delete(parsed.keys().next().value as string);
    parsed.set(text, template);
    return template;
  } catch (cause) {
    throw new CountersignError('invalid_input', `The prompt cannot be read: ${explain(cause)}.`, { pointer, cause });
  }
}

/** Errors: `invalid_input` for a template that fails or takes too long with these values. */
export function renderTemplate(text: string, values: object, pointer: string): string {
  const template = parseTemplate(text, pointer);
  try {
    return liquid.renderSync(template, values);
  } catch (cause) {
    throw new CountersignError('invalid_input', `The prompt cannot be filled in: ${explain(cause)}.`, { pointer, cause });
  }
}

const hasPath = (values: unknown, path: readonly unknown[]): boolean => {
  let at: unknown = values;
  for (const part of path) {
    // What stands behind a computed step cannot be told before it runs.
    if (typeof part !== 'string' && typeof part !== 'number') return true;
    if (Array.isArray(at) && ['first', 'last', 'size'].includes(String(part))) return true;
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, part)) return false;
    at = (at as Record<string, unknown>)[part];
  }
  return true;
};

/** The fields that a template names and the values do not have, such as `input.colour`. */
export function unknownFields(text: string, values: object): string[] {
  const named = liquid.globalVariableSegmentsSync(text) as unknown[][];
  return [...new Set(named.filter((path) => !hasPath(values, path)).map((path) => path.join('.')))];
}
