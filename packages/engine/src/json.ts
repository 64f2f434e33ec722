import { CountersignError, type Json } from '@countersign/contract';

/** Programs that read an export commonly stop at a thousand levels, and our own stack ends somewhere too. */
export const deepestNesting = 500;

const requireText = (text: string) => {
  if (!text.isWellFormed())
    throw new CountersignError(
      'invalid_input',
      'A text holds half a surrogate pair (such as \\ud83d alone), which is no character. Remove it.',
    );
};

const requireFinite = (number: number) => {
  if (!Number.isFinite(number)) throw new CountersignError('invalid_input', 'A number is too large (over 1.8e308). Send it as a text.');
};

/** Level by level, because a recursion would meet the very limit that this is about. */
function requireStorable(value: Json): void {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepestNesting)
      throw new CountersignError(
        'invalid_input',
        `This is nested deeper than ${deepestNesting} levels. Flatten it, or submit it as a text.`,
      );
    const inner: Json[] = [];
    for (const one of level) {
      if (typeof one === 'string') requireText(one);
      else if (typeof one === 'number') requireFinite(one);
      else if (Array.isArray(one)) for (const part of one) inner.push(part);
      else if (one !== null && typeof one === 'object')
        for (const name of Object.keys(one)) {
          requireText(name);
          inner.push(one[name] as Json);
        }
    }
    level = inner;
  }
}

/** Reads what came from outside. Errors: `invalid_json`; `invalid_input` for what could not be stored and answered again. */
export function parseJson(text: string, what = 'The body'): Json {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CountersignError('invalid_json', `${what} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  requireStorable(value);
  return value;
}
