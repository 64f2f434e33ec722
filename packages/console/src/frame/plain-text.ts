import type { Json } from '@countersign/contract';

/** An output as text that can be copied into any other place. */
export const plainText = (output: Json): string => (typeof output === 'string' ? output : JSON.stringify(output, null, 2));
